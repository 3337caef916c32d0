package io.github.redistiers.guard;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.redistiers.connection.RedisTier;
import io.github.redistiers.connection.TierNodes;
import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.devservices.ServerPreset;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.data.redis.connection.RedisConnection;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What changes on a server while the application runs is told, once, and told again when
 * it is right.
 */
@Timeout(60)
@EachServerGeneration
class GuardWatchIntegrationTests {

	private static final Duration OFTEN = Duration.ofMillis(100);

	private static final Duration NEVER = Duration.ofDays(1);

	private final ServerGeneration generation;

	private final BlockingQueue<VerdictChange> heard = new LinkedBlockingQueue<>();

	GuardWatchIntegrationTests(ServerGeneration generation) {
		this.generation = generation;
	}

	@ParameterizedTest
	@CsvSource({ "store.eviction-policy, maxmemory-policy, allkeys-lru, noeviction", "store.aof, appendonly, no, yes",
			"store.fsync, appendfsync, no, everysec", "store.maxmemory, maxmemory, 0, 1gb" })
	void tellsWhenASettingChangesAndWhenItIsRight(String id, String setting, String wrong, String right)
			throws Exception {
		try (Scene scene = new Scene(this.generation);
				Guard guard = Scene.guard(GuardSettings.defaults(), scene.storeTier())) {
			scene.store().execute("CONFIG", "SET", setting, right);
			guard.inspect();
			try (GuardWatch watch = new GuardWatch(guard, OFTEN, List.of(this.heard::add))) {
				watch.start();
				scene.store().execute("CONFIG", "SET", setting, wrong);
				VerdictChange worse = next(id);
				assertThat(worse.isWorse()).isTrue();
				assertThat(worse.sentence()).startsWith(id + " of the store at redis://127.0.0.1:")
					.contains(" has changed: found " + worse.after().found() + " (was "
							+ Objects.requireNonNull(worse.before()).found() + ")", "How to mend it: https://");
				scene.store().execute("CONFIG", "SET", setting, right);
				VerdictChange better = next(id);
				assertThat(better.isWorse()).isFalse();
				assertThat(better.sentence()).contains("is right again: ");
			}
			assertThat(this.heard).filteredOn((change) -> change.after().id().equals(id)).isEmpty();
		}
	}

	/**
	 * The next look would be in a day.
	 */
	@Test
	void looksWhenTheConnectionIsBack() throws Exception {
		try (Scene scene = new Scene(this.generation);
				Guard guard = Scene.guard(GuardSettings.defaults(), scene.storeTier())) {
			scene.storeTier().connectionFactory().getConnection().ping();
			guard.inspect();
			try (GuardWatch watch = new GuardWatch(guard, NEVER, List.of(this.heard::add))) {
				watch.start();
				scene.store().execute("CONFIG", "SET", "maxmemory-policy", "volatile-lru");
				scene.store().execute("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
				assertThat(next("store.eviction-policy").after().found()).contains("volatile-lru");
			}
		}
	}

	/**
	 * The next look would be in a day.
	 */
	@Test
	void looksWhenTheConnectionIsLost() throws Exception {
		try (Scene scene = new Scene(this.generation);
				Guard guard = Scene.guard(GuardSettings.defaults(), scene.storeTier())) {
			scene.storeTier().connectionFactory().getConnection().ping();
			guard.inspect();
			BlockingQueue<Boolean> reached = new LinkedBlockingQueue<>();
			try (GuardWatch watch = new GuardWatch(guard, NEVER, List.of(looked(reached)))) {
				watch.start();
				assertThat(reached.poll(30, TimeUnit.SECONDS)).isTrue();
				scene.store().kill();
				assertThat(reached.poll(30, TimeUnit.SECONDS)).isFalse();
			}
		}
	}

	/**
	 * The next look would be in a day.
	 */
	@Test
	void logsThatAServerDoesNotAnswerAndThatItDoesAgain() throws Exception {
		try (Scene scene = new Scene(this.generation);
				Guard guard = Scene.guard(GuardSettings.defaults(), scene.storeTier());
				LoggedLines log = new LoggedLines(GuardWatch.class)) {
			scene.storeTier().connectionFactory().getConnection().ping();
			guard.inspect();
			try (GuardWatch watch = new GuardWatch(guard, NEVER, List.of())) {
				watch.start();
				scene.store().kill();
				String server = "redis://127.0.0.1:" + scene.store().port();
				Awaitility.await()
					.atMost(Duration.ofSeconds(30))
					.untilAsserted(() -> assertThat(log.lines()).anyMatch(
							(line) -> line.startsWith("WARN The store tier at " + server + " is not connected: ")));
				scene.store().restart();
				Awaitility.await()
					.atMost(Duration.ofSeconds(30))
					.untilAsserted(() -> assertThat(log.lines())
						.contains("INFO The store tier's server " + server + " answers again."));
			}
		}
	}

	/**
	 * A connection that is closed on purpose, as after each transaction, is no loss.
	 */
	@Test
	void doesNotLookForConnectionsThatAreClosed() throws Exception {
		try (Scene scene = new Scene(this.generation);
				Guard guard = Scene.guard(GuardSettings.defaults(), scene.storeTier())) {
			RedisTier store = scene.storeTier();
			store.connectionFactory().getConnection().ping();
			guard.inspect();
			BlockingQueue<Boolean> reached = new LinkedBlockingQueue<>();
			try (GuardWatch watch = new GuardWatch(guard, NEVER, List.of(looked(reached)))) {
				watch.start();
				assertThat(reached.poll(30, TimeUnit.SECONDS)).isTrue();
				for (int i = 0; i < 5; i++) {
					try (RedisConnection connection = store.connectionFactory().getConnection()) {
						connection.multi();
						connection.stringCommands().set(new byte[] { 1 }, new byte[] { 1 });
						connection.exec();
					}
				}
				assertThat(reached.poll(1, TimeUnit.SECONDS)).isNull();
			}
		}
	}

	@Test
	void saysNothingOfAServerThatIsAwayOrBusy() throws Exception {
		try (Scene scene = new Scene(this.generation);
				Guard guard = Scene.guard(GuardSettings.defaults(), scene.storeTier())) {
			guard.inspect();
			try (GuardWatch watch = new GuardWatch(guard, OFTEN, List.of(this.heard::add))) {
				watch.start();
				scene.store().kill();
				scene.store().restart();
				scene.store().pause();
				scene.store().resume();
				scene.store().execute("CONFIG", "SET", "maxmemory-policy", "volatile-lru");
				assertThat(this.heard.poll(30, TimeUnit.SECONDS).after().id()).isEqualTo("store.eviction-policy");
			}
		}
	}

	@Test
	void tellsOfAServerThatComesWithOtherSettings() throws Exception {
		try (Scene scene = new Scene(this.generation)) {
			RedisServer replica = scene.start((it) -> it.preset(ServerPreset.STORE)
				.setting("maxmemory-policy", "allkeys-lru")
				.setting("replicaof", "127.0.0.1", "" + scene.store().port()));
			RedisTier store = scene.storeTier();
			RedisTier other = scene.tier(store.role(), "127.0.0.1", replica.port());
			BlockingQueue<String> known = new LinkedBlockingQueue<>();
			try (Guard guard = new Guard(List.of(store), GuardChecks.ofServers(Clock.systemUTC()), List.of(),
					GuardSettings.defaults(), (tier) -> known.isEmpty() ? TierNodes.of(store)
							: List.of(TierNodes.of(store).get(0), TierNodes.of(other).get(0)),
					Clock.systemUTC())) {
				guard.inspect();
				try (GuardWatch watch = new GuardWatch(guard, OFTEN, List.of(this.heard::add))) {
					watch.start();
					known.add("replica");
					VerdictChange change = next("store.eviction-policy");
					assertThat(change.before()).isNull();
					assertThat(change.sentence()).contains("found allkeys-lru (was not there), needs noeviction");
				}
			}
		}
	}

	private static GuardListener looked(BlockingQueue<Boolean> reached) {
		return new GuardListener() {

			@Override
			public void changed(VerdictChange change) {
				// not what these tests are about
			}

			@Override
			public void looked(GuardReport report) {
				reached.add(report.complete());
			}

		};
	}

	private VerdictChange next(String id) throws InterruptedException {
		while (true) {
			VerdictChange change = this.heard.poll(30, TimeUnit.SECONDS);
			assertThat(change).as("a change of " + id).isNotNull();
			if (change.after().id().equals(id)) {
				return change;
			}
		}
	}

}
