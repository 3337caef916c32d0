package io.github.redistiers.doctor;

import java.util.stream.Collectors;

import io.github.redistiers.devservices.ClusterGroup;
import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.SentinelGroup;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.devservices.ServerPreset;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Stores of several servers, found through some of them.
 */
@EachServerGeneration
class DoctorGroupsIntegrationTests {

	private final ServerGeneration generation;

	DoctorGroupsIntegrationTests(ServerGeneration generation) {
		this.generation = generation;
	}

	@Test
	void judgesEveryNodeOfACluster() {
		try (ClusterGroup group = ClusterGroup
			.start((it) -> it.generation(this.generation).preset(ServerPreset.STORE))) {
			RedisServer evicting = group.servers().get(5);
			evicting.execute("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
			Outcome outcome = Outcome.of("--json", "--store", "redis-cluster://" + group.nodes().get(0));
			assertThat(outcome.json().at("/tiers/0/servers").size()).isEqualTo(6);
			assertThat(outcome.ids("WRONG")).contains("store.eviction-policy");
			assertThat(outcome.out()).contains(evicting.address());
			assertThat(outcome.exitCode()).isOne();
		}
	}

	@Test
	void saysThatAServerIsNoGroup() {
		try (RedisServer server = RedisServer.builder().generation(this.generation).start()) {
			String at = server.host() + ":" + server.port();
			Outcome cluster = Outcome.of("--store", "redis-cluster://" + at);
			assertThat(cluster.exitCode()).isEqualTo(2);
			assertThat(cluster.out()).contains("what answers there is not part of a cluster. Check the store's URL, ");
			Outcome sentinel = Outcome.of("--store", "redis-sentinel://" + at + "#name");
			assertThat(sentinel.exitCode()).isEqualTo(2);
			assertThat(sentinel.out()).contains("what answers there is no Sentinel. Check the store's URL (");
		}
	}

	@Test
	void judgesWhatSentinelsKnow() {
		try (SentinelGroup group = SentinelGroup
			.start((it) -> it.generation(this.generation).preset(ServerPreset.STORE))) {
			String sentinels = group.sentinels()
				.stream()
				.map((sentinel) -> sentinel.host() + ":" + sentinel.port())
				.collect(Collectors.joining(","));
			Outcome outcome = Outcome.of("--json", "--store",
					"redis-sentinel://127.0.0.1:1," + sentinels + "#" + group.name());
			assertThat(outcome.json().at("/tiers/0/servers").size()).isEqualTo(2);
			assertThat(outcome.exitCode()).isNotEqualTo(2);
			Outcome unknown = Outcome.of("--store", "redis-sentinel://" + sentinels + "#nobody");
			assertThat(unknown.exitCode()).isEqualTo(2);
			assertThat(unknown.out())
				.contains("the Sentinel knows no primary named nobody", "redis-sentinel://host:port#NAME")
				.doesNotContain("redis-tiers.");
			Outcome server = Outcome.of("--store", group.sentinels().get(0).address());
			assertThat(server.exitCode()).isEqualTo(2);
			assertThat(server.out()).contains("a Sentinel answers there, which holds no data");
		}
	}

}
