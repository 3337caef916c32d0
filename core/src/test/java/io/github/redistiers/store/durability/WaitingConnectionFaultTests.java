package io.github.redistiers.store.durability;

import java.time.Duration;
import java.util.Objects;

import io.github.redistiers.TierRole;
import io.github.redistiers.connection.TierConnectionFactory;
import io.github.redistiers.connection.TierSettings;
import io.github.redistiers.devservices.ClusterGroup;
import io.github.redistiers.devservices.RedisServer;
import io.lettuce.core.cluster.RedisClusterClient;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisConnection;

import static org.assertj.core.api.Assertions.assertThat;

class WaitingConnectionFaultTests {

	@Test
	void tellsTheApplicationsOwnConnectionsThatAPrimaryIsNoLongerOne() {
		try (ClusterGroup group = ClusterGroup.start((it) -> it)) {
			TierConnectionFactory factory = new TierConnectionFactory(
					TierSettings.builder("store", TierRole.STORE, new RedisClusterConfiguration(group.nodes()))
						.build());
			factory.afterPropertiesSet();
			factory.start();
			try (WaitingConnection waiting = new WaitingConnection(factory, "app:", "process")) {
				Awaitility.await().ignoreExceptions().until(() -> {
					try (RedisConnection connection = factory.getConnection()) {
						return connection.ping() != null;
					}
				});
				RedisServer replica = group.servers()
					.stream()
					.filter((server) -> !group.primaries().contains(server))
					.findFirst()
					.orElseThrow();
				String id = primaryOf(replica);
				assertThat(hasSlots(factory, id)).isTrue();
				group.promote(replica);
				// the one that is asked may be any
				Awaitility.await()
					.atMost(Duration.ofSeconds(30))
					.until(() -> group.servers()
						.stream()
						.allMatch((server) -> String.valueOf(server.execute("CLUSTER", "NODES"))
							.lines()
							.anyMatch((line) -> line.startsWith(id) && line.contains("slave"))));
				assertThat(hasSlots(factory, id)).as("nobody has told it").isTrue();
				waiting.open();
				assertThat(waiting.primary(id).toCompletableFuture()).failsWithin(Duration.ofSeconds(30))
					.withThrowableThat()
					.withCauseInstanceOf(UnconfirmedException.class);
				assertThat(hasSlots(factory, id)).isFalse();
			}
			finally {
				factory.destroy();
			}
		}
	}

	private static String primaryOf(RedisServer replica) {
		return String.valueOf(replica.execute("CLUSTER", "NODES"))
			.lines()
			.filter((line) -> line.contains("myself"))
			.map((line) -> line.split(" ", -1)[3])
			.findFirst()
			.orElseThrow();
	}

	private static boolean hasSlots(TierConnectionFactory factory, String id) {
		RedisClusterClient client = (RedisClusterClient) Objects.requireNonNull(factory.getNativeClient());
		return !client.getPartitions().getPartitionByNodeId(id).hasNoSlots();
	}

}
