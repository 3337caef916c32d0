package io.github.redistiers.connection;

import java.time.Duration;
import java.util.List;

import io.github.redistiers.devservices.ClusterGroup;
import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.ServerGeneration;
import io.lettuce.core.ReadFrom;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.data.redis.connection.RedisClusterConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

@EachServerGeneration
@Timeout(120)
class ClusterTierIntegrationTests {

	private final ServerGeneration generation;

	@SuppressWarnings("NullAway.Init")
	private ClusterGroup group;

	ClusterTierIntegrationTests(ServerGeneration generation) {
		this.generation = generation;
	}

	@BeforeEach
	void start() {
		this.group = ClusterGroup.start((builder) -> builder.generation(this.generation));
	}

	@AfterEach
	void close() {
		this.group.close();
	}

	@Test
	void reachesEveryNode() {
		try (TestTier store = TestTier.store(new RedisClusterConfiguration(this.group.nodes()), (settings) -> {
		})) {
			for (int i = 0; i < 20; i++) {
				store.template().opsForValue().set("key" + i, "1");
				assertThat(this.group.ownerOf("key" + i).execute("EXISTS", "key" + i)).isEqualTo(1L);
			}
			assertThat(store.template().opsForList().leftPop("absent", Duration.ofMillis(2500))).isNull();
			List<TierNode> nodes = TierNodes.of(store.tier());
			assertThat(nodes).extracting(TierNode::address)
				.containsExactlyInAnyOrderElementsOf(this.group.servers().stream().map(RedisServer::address).toList());
			assertThat(nodes).allSatisfy((node) -> {
				try (NodeConnection connection = node.connect()) {
					assertThat(connection.execute("INFO")).asString().contains("cluster_enabled:1");
				}
			});
		}
	}

	@Test
	void readsFromReplicasWhereItIsToldTo() {
		List<RedisServer> replicas = this.group.servers().subList(3, 6);
		for (int i = 0; i < 20; i++) {
			this.group.ownerOf("key" + i).execute("SET", "key" + i, "1");
		}
		// Lettuce does not believe a replica that has never been written to.
		Awaitility.await()
			.until(() -> replicas.stream().allMatch((replica) -> !Long.valueOf(0).equals(replica.execute("DBSIZE"))));
		ClusterTopologyRefreshOptions often = ClusterTopologyRefreshOptions.builder()
			.enablePeriodicRefresh(Duration.ofMillis(500))
			.build();
		try (TestTier cache = TestTier.cache(new RedisClusterConfiguration(this.group.nodes()),
				(settings) -> settings.readFrom(ReadFrom.REPLICA_PREFERRED).topologyRefresh(often))) {
			Awaitility.await().ignoreExceptions().until(() -> !cache.template().hasKey("absent"));
			Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
				for (int i = 0; i < 20; i++) {
					assertThat(cache.template().opsForValue().get("key" + i)).isEqualTo("1");
				}
				assertThat(replicas)
					.allSatisfy((replica) -> assertThat(String.valueOf(replica.execute("INFO", "commandstats")))
						.contains("cmdstat_get:"));
			});
		}
	}

}
