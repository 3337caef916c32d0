package io.github.redistiers.guard;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.redistiers.TierRole;
import io.github.redistiers.connection.RedisTier;
import io.github.redistiers.connection.TierConnectionFactory;
import io.github.redistiers.connection.TierNodes;
import io.github.redistiers.connection.TierSettings;
import io.github.redistiers.devservices.ClusterGroup;
import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.devservices.ServerPreset;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;

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

	/**
	 * Which looks at that tier alone, ever again.
	 */
	@Test
	void keepsTheStoresConnectionWhileTheCacheIsLookedFor() {
		AtomicInteger searches = new AtomicInteger();
		NodeDirectory directory = (tier) -> {
			if (tier.role() == TierRole.CACHE) {
				searches.incrementAndGet();
			}
			return TierNodes.of(tier);
		};
		try (Scene scene = new Scene(this.generation, (it) -> it, (it) -> it.user("app", "secret", INFO_ALONE))) {
			RedisTier cache = scene.cacheTier();
			scene.cache().stop();
			try (Guard guard = new Guard(List.of(cache, store(scene)), GuardChecks.ofServers(Clock.systemUTC()),
					List.of(), GuardSettings.defaults(), directory, Clock.systemUTC())) {
				guard.admit();
				guard.keepConnections(true);
				guard.inspect();
				guard.inspect();
				long connections = WrongState.info(scene.store(), "total_connections_received");
				long refusals = refusals(scene.store());
				for (int i = 0; i < 2; i++) {
					int before = searches.get();
					Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> searches.get() > before);
					guard.inspect();
				}
				assertThat(WrongState.info(scene.store(), "total_connections_received")).isEqualTo(connections);
				assertThat(refusals(scene.store())).isEqualTo(refusals).isPositive();
				scene.cache().restart();
				Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> guard.report().complete());
				assertThat(WrongState.info(scene.store(), "total_connections_received")).isEqualTo(connections);
			}
		}
	}

	/**
	 * A server of which only a connection without password tells whether it needs one.
	 */
	@Test
	void asksWhetherAPasswordIsNeededOnOneConnection() {
		try (Scene scene = new Scene(this.generation);
				Guard guard = authenticationGuard(scene.tier(TierRole.STORE, protectedStore(scene)))) {
			RedisServer server = scene.store();
			guard.keepConnections(true);
			assertThat(authentication(guard)).isEqualTo(Verdict.OK);
			Awaitility.await().until(() -> WrongState.info(server, "connected_clients") == 3);
			long connections = WrongState.info(server, "total_connections_received");
			long refusals = refusals(server);
			for (int i = 0; i < LOOKS; i++) {
				assertThat(authentication(guard)).isEqualTo(Verdict.OK);
			}
			assertThat(WrongState.info(server, "total_connections_received")).isEqualTo(connections);
			assertThat(WrongState.info(server, "connected_clients")).isEqualTo(3);
			assertThat(refusals(server)).isEqualTo(refusals).isZero();
			guard.keepConnections(false);
			Awaitility.await().until(() -> WrongState.info(server, "connected_clients") == 1);
		}
	}

	@Test
	void seesAtOnceThatThePasswordIsGoneAndBack() {
		try (Scene scene = new Scene(this.generation);
				Guard guard = authenticationGuard(scene.tier(TierRole.STORE, protectedStore(scene)))) {
			RedisServer server = scene.store();
			guard.keepConnections(true);
			for (int i = 0; i < 3; i++) {
				assertThat(authentication(guard)).isEqualTo(Verdict.OK);
				server.execute("ACL", "SETUSER", "default", "nopass");
				assertThat(authentication(guard)).isEqualTo(Verdict.WRONG);
				assertThat(authentication(guard)).isEqualTo(Verdict.WRONG);
				server.execute("ACL", "SETUSER", "default", "resetpass", ">another");
			}
			assertThat(authentication(guard)).isEqualTo(Verdict.OK);
		}
	}

	/**
	 * A connection that was let in stays in, whatever is set afterwards.
	 */
	@Test
	void seesAtOnceThatAnOpenServerIsOpenNoMore() {
		try (Scene scene = new Scene(this.generation);
				Guard guard = authenticationGuard(scene.tier(TierRole.STORE, protectedStore(scene)))) {
			RedisServer server = scene.store();
			server.execute("ACL", "SETUSER", "default", "nopass");
			guard.keepConnections(true);
			assertThat(authentication(guard)).isEqualTo(Verdict.WRONG);
			server.execute("ACL", "SETUSER", "default", "resetpass", ">another");
			assertThat(authentication(guard)).isEqualTo(Verdict.OK);
		}
	}

	@Test
	void asksARestartedServerAnew() {
		try (Scene scene = new Scene(this.generation);
				Guard guard = authenticationGuard(scene.tier(TierRole.STORE, protectedStore(scene)))) {
			guard.keepConnections(true);
			for (int i = 0; i < 3; i++) {
				assertThat(authentication(guard)).isEqualTo(Verdict.OK);
				scene.store().restart();
				// which has forgotten what was set while it ran
				protect(scene.store());
			}
			assertThat(authentication(guard)).isEqualTo(Verdict.OK);
		}
	}

	/**
	 * Of a server that lets everybody in who may then do nothing.
	 */
	@Test
	void isToldOnceThatNobodyMayDoAnything() {
		try (Scene scene = new Scene(this.generation);
				Guard guard = authenticationGuard(scene.tier(TierRole.STORE, protectedStore(scene)))) {
			RedisServer server = scene.store();
			server.execute("ACL", "SETUSER", "admin", "on", ">secret", "~*", "&*", "+@all");
			server.execute("AUTH", "admin", "secret");
			server.execute("ACL", "SETUSER", "default", "nopass", "-@all");
			guard.keepConnections(true);
			assertThat(authentication(guard)).isEqualTo(Verdict.OK);
			long refusals = refusals(server);
			for (int i = 0; i < LOOKS; i++) {
				assertThat(authentication(guard)).isEqualTo(Verdict.OK);
			}
			assertThat(refusals(server)).isEqualTo(refusals).isPositive();
		}
	}

	private static RedisStandaloneConfiguration protectedStore(Scene scene) {
		protect(scene.store());
		RedisStandaloneConfiguration configuration = new RedisStandaloneConfiguration("127.0.0.1",
				scene.store().port());
		configuration.setUsername("app");
		configuration.setPassword("secret");
		return configuration;
	}

	private static void protect(RedisServer server) {
		server.execute("ACL", "SETUSER", "app", "on", ">secret", "~*", "&*", "+@all");
		// whose own connection stays in
		server.execute("ACL", "SETUSER", "default", "resetpass", ">another");
	}

	private static Guard authenticationGuard(RedisTier tier) {
		return new Guard(List.of(tier), List.of(new AuthenticationCheck(TierRole.STORE, (address) -> false)), List.of(),
				GuardSettings.defaults());
	}

	private static Verdict authentication(Guard guard) {
		return Scene.finding(guard.inspect(), "store.authentication").verdict();
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

	/**
	 * It would let the guard wait as long again, and hear of it twice.
	 */
	@Test
	void doesNotConnectAnewToAServerThatHangs() {
		try (Scene scene = new Scene(this.generation);
				Guard guard = Scene.guard(GuardSettings.defaults(), scene.storeTier())) {
			guard.keepConnections(true);
			guard.inspect();
			guard.inspect();
			long connections = WrongState.info(scene.store(), "total_connections_received");
			scene.store().pause();
			assertThat(guard.inspect().complete()).isFalse();
			scene.store().resume();
			// by then it has taken in who wanted to connect meanwhile
			scene.store().execute("PING");
			assertThat(WrongState.info(scene.store(), "total_connections_received")).isEqualTo(connections);
			assertThat(guard.inspect().complete()).isTrue();
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
