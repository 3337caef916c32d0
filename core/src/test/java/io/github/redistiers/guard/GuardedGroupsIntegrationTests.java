package io.github.redistiers.guard;

import io.github.redistiers.TierRole;
import io.github.redistiers.connection.RedisTier;
import io.github.redistiers.connection.TierConnectionFactory;
import io.github.redistiers.connection.TierSettings;
import io.github.redistiers.devservices.ClusterGroup;
import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.SentinelGroup;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.devservices.ServerPreset;
import org.junit.jupiter.api.Test;

import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisSentinelConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Stores of several servers: each of them is judged, replicas too, since any may become
 * the primary.
 */
@EachServerGeneration
class GuardedGroupsIntegrationTests {

	private final ServerGeneration generation;

	GuardedGroupsIntegrationTests(ServerGeneration generation) {
		this.generation = generation;
	}

	@Test
	void namesTheOneReplicaOfAClusterThatEvicts() {
		try (ClusterGroup group = ClusterGroup
			.start((it) -> it.generation(this.generation).preset(ServerPreset.STORE))) {
			RedisServer replica = group.servers()
				.stream()
				.filter((server) -> !group.primaries().contains(server))
				.findFirst()
				.orElseThrow();
			replica.execute("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
			GuardReport report = inspect(new RedisClusterConfiguration(group.nodes()));
			assertThat(report.tiers()).singleElement()
				.satisfies((tier) -> assertThat(tier.servers()).hasSize(6).allMatch(ServerReport::reached));
			assertThat(report.refusals()).singleElement().satisfies((finding) -> {
				assertThat(finding.id()).isEqualTo("store.eviction-policy");
				assertThat(finding.servers()).containsExactly(replica.address());
			});
			assertThat(new GuardRefusalException(report).description())
				.startsWith("The store at " + replica.address() + " can lose data:\n");
		}
	}

	@Test
	void judgesThePrimaryAndTheReplicaThatSentinelKnows() {
		try (SentinelGroup group = SentinelGroup
			.start((it) -> it.generation(this.generation).preset(ServerPreset.STORE))) {
			RedisSentinelConfiguration configuration = new RedisSentinelConfiguration();
			configuration.master(group.name());
			group.sentinels().forEach((sentinel) -> configuration.sentinel(sentinel.host(), sentinel.port()));
			assertThat(inspect(configuration).refusals()).isEmpty();
			group.replica().execute("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
			assertThat(inspect(configuration).refusals()).singleElement()
				.satisfies((finding) -> assertThat(finding.servers()).containsExactly(group.replica().address()));
		}
	}

	private static GuardReport inspect(RedisConfiguration configuration) {
		TierConnectionFactory factory = new TierConnectionFactory(
				TierSettings.builder("store", TierRole.STORE, configuration).build());
		factory.afterPropertiesSet();
		factory.start();
		try (Guard guard = Scene.guard(GuardSettings.defaults(), new RedisTier("store", TierRole.STORE, factory))) {
			return guard.inspect();
		}
		finally {
			factory.destroy();
		}
	}

}
