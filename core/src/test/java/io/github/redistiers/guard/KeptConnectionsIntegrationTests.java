package io.github.redistiers.guard;

import java.util.List;
import java.util.Objects;
import java.util.Set;

import io.github.redistiers.TierRole;
import io.github.redistiers.connection.RedisTier;
import io.github.redistiers.connection.TierConnectionFactory;
import io.github.redistiers.connection.TierSettings;
import io.github.redistiers.devservices.ClusterGroup;
import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.devservices.ServerPreset;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.data.redis.connection.RedisClusterConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Looking again and again costs a server no connections and no notes of refusals, and a
 * process no threads.
 */
@EachServerGeneration
class KeptConnectionsIntegrationTests {

	private static final int LOOKS = 20;

	private static final String[] INFO_ALONE = { "-@all", "+ping", "+info" };

	private final ServerGeneration generation;

	KeptConnectionsIntegrationTests(ServerGeneration generation) {
		this.generation = generation;
	}

	@Test
	void makesNoConnectionAndNoRefusalAtFurtherLooks() {
		try (Scene scene = new Scene(this.generation, (it) -> it, (it) -> it.user("app", "secret", INFO_ALONE));
				Guard guard = Scene.guard(GuardSettings.defaults(), scene.cacheTier(), store(scene))) {
			guard.keepConnections(true);
			guard.inspect();
			guard.inspect();
			long connections = WrongState.info(scene.store(), "total_connections_received");
			long clients = WrongState.info(scene.store(), "connected_clients");
			long refusals = refusals(scene.store());
			for (int i = 0; i < LOOKS; i++) {
				guard.inspect();
			}
			assertThat(WrongState.info(scene.store(), "total_connections_received")).isEqualTo(connections);
			assertThat(WrongState.info(scene.store(), "connected_clients")).isEqualTo(clients);
			assertThat(refusals(scene.store())).isEqualTo(refusals).isPositive();
			guard.keepConnections(false);
			Awaitility.await().until(() -> WrongState.info(scene.store(), "connected_clients") == clients - 1);
		}
	}

	@Test
	void asksAgainWhatWasRefusedWhenItIsToldTo() {
		try (Scene scene = new Scene(this.generation, (it) -> it, (it) -> it.user("app", "secret", INFO_ALONE));
				Guard guard = Scene.guard(GuardSettings.defaults(), store(scene))) {
			guard.keepConnections(true);
			assertThat(Scene.finding(guard.inspect(), "store.fsync").verdict()).isEqualTo(Verdict.UNKNOWN);
			scene.store().execute("ACL", "SETUSER", "app", "+config|get");
			assertThat(Scene.finding(guard.inspect(), "store.fsync").verdict()).isEqualTo(Verdict.UNKNOWN);
			assertThat(Scene.finding(guard.inspectAgain(), "store.fsync").verdict()).isEqualTo(Verdict.OK);
		}
	}

	@Test
	void reachesAServerThatWasRestartedInTheSameLook() {
		try (Scene scene = new Scene(this.generation);
				Guard guard = Scene.guard(GuardSettings.defaults(), scene.storeTier())) {
			guard.keepConnections(true);
			guard.inspect();
			for (int i = 0; i < 3; i++) {
				scene.store().restart();
				GuardReport report = guard.inspect();
				assertThat(report.complete()).isTrue();
				assertThat(Scene.finding(report, "store.aof").verdict()).isEqualTo(Verdict.OK);
			}
		}
	}

	@Test
	void hasNoThreadForEachServer() {
		try (ClusterGroup group = ClusterGroup
			.start((it) -> it.generation(this.generation).preset(ServerPreset.STORE))) {
			TierConnectionFactory factory = new TierConnectionFactory(
					TierSettings.builder("store", TierRole.STORE, new RedisClusterConfiguration(group.nodes()))
						.build());
			factory.afterPropertiesSet();
			factory.start();
			try (Guard guard = Scene.guard(GuardSettings.defaults(), new RedisTier("store", TierRole.STORE, factory))) {
				guard.inspect();
				guard.keepConnections(true);
				guard.inspect();
				assertThat(guard.inspect().tiers().get(0).servers()).hasSize(6);
				Set<Thread> before = Thread.getAllStackTraces().keySet();
				for (int i = 0; i < LOOKS; i++) {
					guard.inspect();
				}
				List<String> more = Thread.getAllStackTraces()
					.keySet()
					.stream()
					.filter((thread) -> !before.contains(thread))
					.map(Thread::getName)
					.toList();
				assertThat(more).hasSizeLessThan(6);
				Awaitility.await()
					.untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
						.doesNotContain("redis-tiers-guard"));
			}
			finally {
				factory.destroy();
			}
		}
	}

	private static RedisTier store(Scene scene) {
		return scene.tier(TierRole.STORE, "127.0.0.1", scene.store().port(), "app", "secret");
	}

	/**
	 * Equal refusals are one entry with a count.
	 */
	private static long refusals(RedisServer server) {
		long refusals = 0;
		for (Object entry : (List<?>) Objects.requireNonNull(server.execute("ACL", "LOG"))) {
			List<?> facts = (List<?>) entry;
			refusals += (Long) facts.get(facts.indexOf("count") + 1);
		}
		return refusals;
	}

}
