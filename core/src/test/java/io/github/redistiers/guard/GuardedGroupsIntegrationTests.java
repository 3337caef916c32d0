package io.github.redistiers.guard;

import java.util.List;

import io.github.redistiers.TierRole;
import io.github.redistiers.connection.RedisTier;
import io.github.redistiers.connection.TierConnectionFactory;
import io.github.redistiers.connection.TierSettings;
import io.github.redistiers.devservices.ClusterGroup;
import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.ReplicaPair;
import io.github.redistiers.devservices.SentinelGroup;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.devservices.ServerPreset;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisSentinelConfiguration;
import org.springframework.data.redis.connection.RedisStaticMasterReplicaConfiguration;

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
			RedisSentinelConfiguration configuration = Scene.behind(group);
			assertThat(inspect(configuration).refusals()).isEmpty();
			group.replica().execute("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
			assertThat(inspect(configuration).refusals()).singleElement()
				.satisfies((finding) -> assertThat(finding.servers()).containsExactly(group.replica().address()));
		}
	}

	/**
	 * It takes what its primary tells it, whatever its own limit is.
	 */
	@Test
	void warnsOfAReplicaThatWouldBeFull() {
		try (ReplicaPair pair = ReplicaPair.start((it) -> it.generation(this.generation).preset(ServerPreset.STORE))) {
			pair.replica().execute("CONFIG", "SET", "maxmemory", "100000");
			pair.primary().execute("SET", "a", "1");
			pair.awaitInStep();
			assertThat(pair.replica().execute("GET", "a")).isEqualTo("1");
			assertThat(at(pair.replica(), "store.headroom", inspect(both(pair)))).satisfies((finding) -> {
				assertThat(finding.severity()).isEqualTo(Severity.WARNING);
				assertThat(finding.needs()).isEqualTo("room");
				assertThat(finding.why())
					.isEqualTo("The replica would be full if it took over, and refuse writes (OOM).");
			});
			pair.replica().makePrimary();
			assertThat(at(pair.replica(), "store.headroom", inspect(both(pair))).severity()).isEqualTo(Severity.ERROR);
		}
	}

	@Test
	void warnsOfAReplicaThatCouldNotSave() {
		try (ReplicaPair pair = ReplicaPair.start((it) -> it.generation(this.generation).preset(ServerPreset.STORE))) {
			WrongState.write(pair.primary());
			pair.awaitInStep();
			try (LongSnapshot snapshot = LongSnapshot.of(pair.replica())) {
				snapshot.fail();
			}
			Awaitility.await()
				.until(() -> String.valueOf(pair.replica().execute("INFO", "persistence"))
					.contains("rdb_last_bgsave_status:err"));
			assertThat(at(pair.replica(), "store.persistence-health", inspect(both(pair)))).satisfies((finding) -> {
				assertThat(finding.severity()).isEqualTo(Severity.WARNING);
				assertThat(finding.why()).contains("if it took over");
			});
			pair.replica().makePrimary();
			assertThat(at(pair.replica(), "store.persistence-health", inspect(both(pair))).severity())
				.isEqualTo(Severity.ERROR);
		}
	}

	private static RedisConfiguration both(ReplicaPair pair) {
		RedisStaticMasterReplicaConfiguration configuration = new RedisStaticMasterReplicaConfiguration(
				pair.primary().host(), pair.primary().port());
		configuration.addNode(pair.replica().host(), pair.replica().port());
		return configuration;
	}

	private static Finding at(RedisServer server, String id, GuardReport report) {
		return report.withVerdict(Verdict.WRONG)
			.stream()
			.filter((finding) -> finding.id().equals(id) && finding.servers().equals(List.of(server.address())))
			.findFirst()
			.orElseThrow(() -> new AssertionError(id + " is missing in " + report));
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
