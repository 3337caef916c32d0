package io.github.redistiers.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.FaultProxy;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.RedisServerBuilder;
import io.github.redistiers.devservices.ReplicaPair;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.devservices.ServerPreset;
import io.github.redistiers.store.counter.CounterRepository;
import io.github.redistiers.store.counter.CounterStructure;
import io.github.redistiers.store.counter.CounterWindow;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.data.redis.connection.RedisStandaloneConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * A change that must be durable is, or its caller hears that it is not.
 */
@Timeout(120)
@EachServerGeneration
class DurabilityFaultTests {

	private static final Duration SHORT = Duration.ofMillis(300);

	private static final Duration LONG = Duration.ofSeconds(10);

	private static final int THREADS = 16;

	private final ServerGeneration generation;

	DurabilityFaultTests(ServerGeneration generation) {
		this.generation = generation;
	}

	@Test
	void waitsForNothingWhereEverythingIsSynced() {
		try (RedisServer server = always().start(); TestStore store = store(server, Duration.ofSeconds(3))) {
			Synced counters = store.repositories().create(Synced.class);
			assertThat(counters.increment("a")).isEqualTo(1);
			assertThat(counters.incrementAsync("a", 1).toCompletableFuture().join()).isEqualTo(2);
			assertThat(calls(server, "waitaof")).isZero();
			assertThat(calls(server, "rename")).as("looked at most once for each connection").isLessThanOrEqualTo(1);
		}
	}

	@Test
	void noticesWithANewConnectionThatNotEverythingIsSyncedAnyMore() {
		try (RedisServer server = always().start(); TestStore store = store(server, Duration.ofSeconds(3))) {
			Synced counters = store.repositories().create(Synced.class);
			assertThat(counters.increment("a")).isEqualTo(1);
			server.execute("CONFIG", "SET", "appendfsync", "everysec");
			server.execute("CLIENT", "KILL", "TYPE", "normal");
			if (waitsTruly()) {
				Awaitility.await().ignoreExceptions().until(() -> counters.increment("b") > 0);
				assertThat(calls(server, "waitaof")).isPositive();
			}
			else {
				Awaitility.await()
					.until(() -> catchThrowable(() -> counters.increment("a")) instanceof StoreNotPersistingException);
				long before = counters.value("a");
				assertFailure(catchThrowable(() -> counters.increment("a")), StoreNotPersistingException.class,
						Applied.NO);
				assertThat(counters.value("a")).isEqualTo(before);
			}
		}
	}

	@Test
	void givesUpAWaitingConnectionThatIsForgottenOnTheWay() {
		try (RedisServer server = always().start();
				FaultProxy proxy = FaultProxy.to(server);
				TestStore store = TestStore.on(new RedisStandaloneConfiguration(proxy.host(), proxy.port()),
						Duration.ofSeconds(1), assuming(null), new CounterStructure())) {
			Synced counters = store.repositories().create(Synced.class);
			Awaitility.await().ignoreExceptions().until(() -> counters.increment("a") > 0);
			proxy.forgetConnections();
			assertThat(catchThrowable(() -> counters.increment("a"))).isInstanceOf(OutcomeUnknownException.class);
			Awaitility.await()
				.atMost(Duration.ofSeconds(90))
				.ignoreExceptions()
				.until(() -> counters.increment("a") > 0);
		}
	}

	@ParameterizedTest
	@CsvSource({ "appendfsync, everysec, appendfsync is everysec", "appendonly, no, appendonly no",
			"no-appendfsync-on-rewrite, yes, no-appendfsync-on-rewrite is yes", "appendfsync, no, appendfsync is no" })
	void refusesAServerThatDoesNotSync(String setting, String value, String reason) {
		try (RedisServer server = always().setting(setting, value).start();
				TestStore store = store(server, Duration.ofSeconds(3))) {
			if (waitsTruly() && (value.equals("everysec") || value.equals("yes"))) {
				assertThat(store.repositories().create(Synced.class).increment("a")).isEqualTo(1);
				assertThat(calls(server, "waitaof")).isPositive();
			}
			else {
				assertThatExceptionOfType(InvalidDeclarationException.class)
					.isThrownBy(() -> store.repositories().create(Synced.class))
					.withMessageContaining(Synced.class.getName() + " is declared FSYNCED, but ")
					.withMessageContaining(reason);
			}
			assertThat(store.repositories().create(Plain.class).increment("b")).isEqualTo(1);
		}
	}

	@Test
	void believesTheOperatorWhereTheServerDoesNotTell() {
		try (RedisServer server = always().user("app", "secret", "~*", "resetchannels", "+@all", "-config").start()) {
			RedisStandaloneConfiguration address = address(server);
			address.setUsername("app");
			address.setPassword("secret");
			try (TestStore store = TestStore.on(address, Duration.ofSeconds(2), assuming(null),
					new CounterStructure())) {
				Throwable failure = catchThrowable(() -> store.repositories().create(Synced.class));
				if (waitsTruly()) {
					assertThat(failure).isNull();
				}
				else {
					assertThat(failure).isInstanceOf(InvalidDeclarationException.class)
						.hasMessageContainingAll("+config|get", "redis-tiers.store.assumed-appendfsync");
				}
			}
			try (TestStore store = TestStore.on(address, Duration.ofSeconds(2), assuming("always"),
					new CounterStructure())) {
				assertThat(store.repositories().create(Synced.class).increment("a")).isEqualTo(1);
				assertThat(calls(server, "waitaof")).isLessThanOrEqualTo(1);
			}
		}
	}

	@Test
	void refusesAUserWhoMayNotFindOut() {
		try (RedisServer server = always().user("app", "secret", "~*", "resetchannels", "+@all", "-info").start()) {
			RedisStandaloneConfiguration address = address(server);
			address.setUsername("app");
			address.setPassword("secret");
			try (TestStore store = TestStore.on(address, Duration.ofSeconds(2), assuming("always"),
					new CounterStructure())) {
				assertThatExceptionOfType(InvalidDeclarationException.class)
					.isThrownBy(() -> store.repositories().create(Synced.class))
					.withMessageContainingAll("is declared FSYNCED, but the store's user may not find out", "NOPERM",
							"Permit it INFO");
			}
		}
	}

	@Test
	void refusesAServerWithoutReplicas() {
		try (RedisServer server = always().start(); TestStore store = store(server, LONG)) {
			assertThatExceptionOfType(InvalidDeclarationException.class)
				.isThrownBy(() -> store.repositories().create(Replicated.class))
				.withMessageContaining("is declared REPLICATED, but the server has 0 connected replicas")
				.withMessageContaining("redis-tiers.store.durability-replicas");
		}
	}

	@Test
	void saysThatReplicasDidNotReceiveAChangeAndSendsNoMore() {
		try (ReplicaPair pair = ReplicaPair.start(this::settings); TestStore store = store(pair.primary(), SHORT)) {
			pair.awaitInStep();
			Replicated counters = store.repositories().create(Replicated.class);
			assertThat(counters.increment("a")).isEqualTo(1);
			pair.replica().pause();
			try {
				assertFailure(catchThrowable(() -> counters.increment("a")), NotDurableInTimeException.class,
						Applied.YES);
				assertThat(counters.value("a")).as("reads do not wait").isEqualTo(2);
				assertFailure(catchThrowable(() -> counters.increment("a")), TooFewReplicasException.class, Applied.NO);
				assertFailure(catchThrowable(() -> join(counters.incrementAsync("a", 1))),
						TooFewReplicasException.class, Applied.NO);
				assertThat(counters.value("a")).as("nothing was sent").isEqualTo(2);
				assertThat(counters.increment("a", 5, CounterWindow.perHour())).as("declared SERVER").isEqualTo(5);
			}
			finally {
				pair.replica().resume();
			}
			Awaitility.await().ignoreExceptions().until(() -> counters.increment("b") > 0);
			assertThat(counters.value("a")).isEqualTo(2);
		}
	}

	@Test
	void holdsUpNobodyElse() {
		try (ReplicaPair pair = ReplicaPair.start(this::settings);
				TestStore store = store(pair.primary(), Duration.ofSeconds(30))) {
			pair.awaitInStep();
			Replicated counters = store.repositories().create(Replicated.class);
			assertThat(counters.increment("a")).isEqualTo(1);
			pair.replica().pause();
			CompletableFuture<Long> waiting;
			try {
				waiting = counters.incrementAsync("a", 1).toCompletableFuture();
				Awaitility.await().until(() -> counters.value("a") == 2);
				assertThat(counters.increment("b", 1, CounterWindow.perHour())).isEqualTo(1);
				assertThat(waiting).isNotDone();
			}
			finally {
				pair.replica().resume();
			}
			assertThat(waiting.join()).isEqualTo(2);
		}
	}

	@Test
	void letsCallersWaitTogether() throws Exception {
		int each = 25;
		ExecutorService threads = Executors.newFixedThreadPool(THREADS);
		try (ReplicaPair pair = ReplicaPair.start(this::settings);
				TestStore store = store(pair.primary(), Duration.ofSeconds(10))) {
			pair.awaitInStep();
			Replicated counters = store.repositories().create(Replicated.class);
			List<Future<?>> running = new ArrayList<>();
			for (int thread = 0; thread < THREADS; thread++) {
				running.add(threads.submit(() -> {
					for (int i = 0; i < each; i++) {
						counters.increment("a");
					}
				}));
			}
			for (Future<?> future : running) {
				future.get();
			}
			assertThat(counters.value("a")).isEqualTo(THREADS * each);
			assertThat(pair.replica().execute("GET", "shop:counter:replicated:a"))
				.isEqualTo(String.valueOf(THREADS * each));
			assertThat(calls(pair.primary(), "rename")).as("marks").isPositive().isLessThan(THREADS * each / 2);
		}
		finally {
			threads.shutdownNow();
		}
	}

	@Test
	void deletesDurablyOnAFullServer() {
		try (ReplicaPair pair = ReplicaPair.start(this::settings);
				TestStore store = store(pair.primary(), Duration.ofSeconds(5))) {
			pair.awaitInStep();
			Replicated counters = store.repositories().create(Replicated.class);
			assertThat(counters.increment("a")).isEqualTo(1);
			pair.primary().fillToMaxmemory();
			assertThat(counters.delete("a")).isTrue();
			assertFailure(catchThrowable(() -> counters.increment("new")), StoreFullException.class, Applied.NO);
			pair.primary().makeSpace();
		}
	}

	@Test
	void refusesAStoreThatCannotBeAsked() {
		try (RedisServer server = always().start(); TestStore store = store(server, SHORT)) {
			server.kill();
			Synced counters = store.repositories().create(Synced.class);
			assertFailure(catchThrowable(() -> counters.increment("a")), StoreUnavailableException.class, Applied.NO);
			server.restart();
			Awaitility.await().ignoreExceptions().until(() -> counters.increment("a") == 1);
		}
	}

	@Test
	void belongsOnMethodsThatAreNotWritten() {
		try (RedisServer server = always().start(); TestStore store = store(server, SHORT)) {
			assertThatExceptionOfType(InvalidDeclarationException.class)
				.isThrownBy(() -> store.repositories().create(Written.class))
				.withMessageContaining("@Durability on twice(), which has a body");
		}
	}

	private RedisServerBuilder settings(RedisServerBuilder builder) {
		return builder.generation(this.generation).preset(ServerPreset.STORE);
	}

	private RedisServerBuilder always() {
		return settings(RedisServer.builder()).setting("appendfsync", "always");
	}

	/**
	 * WAITAOF of other generations is missing or answers too early.
	 */
	private boolean waitsTruly() {
		return this.generation == ServerGeneration.REDIS_8_0;
	}

	private static DurabilitySettings assuming(@Nullable String assumedAppendfsync) {
		return new DurabilitySettings(DurabilityLevel.SERVER, 1, Duration.ofSeconds(3), assumedAppendfsync);
	}

	private static TestStore store(RedisServer server, Duration timeout) {
		return TestStore.on(address(server), Duration.ofSeconds(2),
				new DurabilitySettings(DurabilityLevel.SERVER, 1, timeout, null), new CounterStructure());
	}

	private static RedisStandaloneConfiguration address(RedisServer server) {
		return new RedisStandaloneConfiguration(server.host(), server.port());
	}

	private static long calls(RedisServer server, String command) {
		return String.valueOf(server.execute("INFO", "commandstats"))
			.lines()
			.filter((line) -> line.startsWith("cmdstat_" + command + ":calls="))
			.mapToLong((line) -> Long.parseLong(line.replaceAll("^[^=]*=(\\d+),.*", "$1")))
			.sum();
	}

	private static void assertFailure(Throwable failure, Class<?> name, Applied applied) {
		assertThat(failure).isInstanceOf(name);
		assertThat(((StoreFailure) failure).applied()).isEqualTo(applied);
	}

	private static <T> T join(CompletionStage<T> stage) {
		try {
			return stage.toCompletableFuture().join();
		}
		catch (CompletionException ex) {
			throw (RuntimeException) ex.getCause();
		}
	}

	@StoreRepository("plain")
	interface Plain extends CounterRepository {

	}

	@StoreRepository("synced")
	@Durability(DurabilityLevel.FSYNCED)
	interface Synced extends CounterRepository {

	}

	@StoreRepository("replicated")
	@Durability(DurabilityLevel.REPLICATED)
	interface Replicated extends CounterRepository {

		@Override
		@Durability(DurabilityLevel.SERVER)
		long increment(String key, long amount, CounterWindow window);

	}

	@StoreRepository("written")
	interface Written extends CounterRepository {

		@Durability(DurabilityLevel.FSYNCED)
		default long twice(String key) {
			return increment(key, 2);
		}

	}

}
