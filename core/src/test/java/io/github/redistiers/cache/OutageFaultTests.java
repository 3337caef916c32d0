package io.github.redistiers.cache;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.redistiers.breaker.CircuitBreakerSettings;
import io.github.redistiers.breaker.NodeBreakers;
import io.github.redistiers.devservices.FaultProxy;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.cache.Cache;
import org.springframework.cache.Cache.ValueRetrievalException;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Two applications on one server that fails in some way: no call of theirs costs much or
 * fails, and when the server is well again, they use it and read nothing old.
 */
@Timeout(120)
@Tag("machine")
class OutageFaultTests {

	/**
	 * So many that waiting a time limit for each would take twenty times as long as is
	 * allowed.
	 */
	private static final int CALLS = 400;

	private static final int LOADS = 3;

	private static final Duration ALLOWED = Duration.ofSeconds(20);

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.cache();

	private final Map<String, String> source = new ConcurrentHashMap<>();

	private final CircuitBreakerRegistry registry = CircuitBreakerRegistry.ofDefaults();

	private FaultProxy proxy;

	private TestCaches here;

	private TestCaches there;

	@BeforeEach
	void start() {
		this.proxy = FaultProxy.to(server.get());
		this.here = caches(this.registry);
		this.there = caches(null);
	}

	@AfterEach
	void stop() {
		this.here.close();
		this.there.close();
		this.proxy.close();
	}

	@ParameterizedTest
	@EnumSource
	void costsLittleAsksTheSourceOnceAndReadsNothingOld(Fault fault) throws Exception {
		fill();
		fault.inflict(this);
		CompletableFuture<Void> theirCalls = CompletableFuture.runAsync(() -> assertCallsCostLittle(theirs()));
		assertCallsCostLittle(texts());
		theirCalls.get();
		Stream.of("a", "b", "c").forEach((key) -> this.source.put(key, "new"));
		theirs().evict("a");
		texts().put("b", "new");
		this.here.cache("more").clear();
		assertThat(theirs().get("a", String.class)).isNotEqualTo("old");
		assertThat(texts().get("b", String.class)).isNotEqualTo("old");
		assertThat(this.here.cache("more").get("c", String.class)).isNotEqualTo("old");
		fault.heal(this);
		if (fault == Fault.REFUSES_WRITES || fault == Fault.READ_ONLY || fault == Fault.CANNOT_SAVE) {
			// who only read has noticed nothing, until the other one has made up for it
			awaitReplays();
		}
		CompletableFuture<Void> theirReads = CompletableFuture.runAsync(() -> assertReadsNothingOld(this.there));
		assertReadsNothingOld(this.here);
		theirReads.get();
		assertReadsNothingOld(this.here);
		assertReadsNothingOld(this.there);
	}

	@ParameterizedTest
	@EnumSource(names = "FULL")
	void showsNobodyAnythingOldThoughTheServerIsFull(Fault fault) {
		fill();
		fault.inflict(this);
		Stream.of("a", "b", "c").forEach((key) -> this.source.put(key, "new"));
		theirs().evict("a");
		texts().put("b", "new");
		this.here.cache("more").clear();
		for (TestCaches caches : List.of(this.here, this.there)) {
			for (int i = 0; i < 3; i++) {
				assertThat(caches.cache("texts").get("a", () -> load("a"))).isNotEqualTo("old");
				assertThat(caches.cache("texts").get("b", String.class)).isNotEqualTo("old");
				assertThat(caches.cache("more").get("c", String.class)).isNotEqualTo("old");
			}
			assertThat(caches.cache("texts").get("kept", String.class)).isEqualTo("old");
		}
		fault.heal(this);
		assertReadsNothingOld(this.there);
		assertReadsNothingOld(this.here);
	}

	@Test
	void sendsNothingWhileTheBreakerIsOpen() {
		this.there.close();
		this.here.close();
		this.here = caches(new CircuitBreakerSettings(50, 10, null, Duration.ofHours(1)), this.registry);
		texts().put("a", "old");
		server.get().refuseWrites();
		Awaitility.await().until(() -> {
			texts().evict("a");
			return breaker().getState() == CircuitBreaker.State.OPEN;
		});
		// what was sent before it opened is carried out first
		Awaitility.await().until(() -> commandsProcessed() + 1 == commandsProcessed());
		long before = commandsProcessed();
		assertCallsCostLittle(texts());
		texts().clear();
		assertThat(commandsProcessed() - before).isOne();
		server.get().acceptWrites();
	}

	@Test
	void loadsAKeyOnceThoughTheBreakerIsOpen() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(64);
		try {
			openTheBreaker();
			AtomicInteger loads = new AtomicInteger();
			long saved = statistics().savedLoads();
			List<Future<String>> calls = IntStream.range(0, 64)
				.mapToObj((i) -> threads.submit(() -> texts().get("hot", () -> {
					Awaitility.await().until(() -> statistics().savedLoads() == saved + 63);
					return "source" + loads.incrementAndGet();
				})))
				.toList();
			for (Future<String> call : calls) {
				assertThat(call.get()).isEqualTo("source1");
			}
			assertThat(loads).hasValue(1);
		}
		finally {
			threads.shutdownNow();
			server.get().restart();
		}
	}

	@Test
	void limitsLoadsThoughTheBreakerIsOpen() throws Exception {
		openTheBreaker();
		AtomicInteger begun = new AtomicInteger();
		CountDownLatch end = new CountDownLatch(1);
		List<FutureTask<String>> calls = IntStream.range(0, 32)
			.mapToObj((key) -> new FutureTask<>(() -> texts().get(key, () -> {
				begun.incrementAndGet();
				end.await();
				return "source";
			})))
			.toList();
		List<Thread> threads = calls.stream().map(Thread::new).toList();
		threads.forEach(Thread::start);
		try {
			Awaitility.await()
				.until(() -> threads.stream().allMatch((thread) -> thread.getState() == Thread.State.WAITING));
			assertThat(begun).hasValue(LOADS);
		}
		finally {
			end.countDown();
			server.get().restart();
		}
		for (FutureTask<String> call : calls) {
			assertThat(call.get()).isEqualTo("source");
		}
	}

	/**
	 * Nobody waits here, so that nothing but the breaker keeps calls from piling up: each
	 * would leave a command behind that waits for its answer.
	 */
	@ParameterizedTest
	@EnumSource(names = { "PAUSED", "BLACK_HOLE" })
	void keepsNothingOfTheCallsThatAreMadeMeanwhile(Fault fault) {
		texts().put("a", "value");
		fault.inflict(this);
		awaitOpenBreaker();
		long before = usedMemory();
		for (int i = 0; i < 100_000; i++) {
			String key = "k" + i;
			texts().retrieve(key);
			texts().retrieve(key, () -> CompletableFuture.completedFuture("value"));
		}
		assertThat(usedMemory() - before).isLessThan(32L << 20);
		for (int i = 0; i < 20_000; i++) {
			String key = "k" + i;
			texts().put(key, "value");
			texts().evict(key);
		}
		assertThat(usedMemory() - before).isLessThan(32L << 20);
		fault.heal(this);
	}

	@ParameterizedTest
	@EnumSource(names = { "PAUSED", "SLOW" })
	void opensTheBreaker(Fault fault) {
		texts().put("a", "old");
		fault.inflict(this);
		awaitOpenBreaker();
		texts().put("a", "new");
		assertThat(this.here.cacheManager().getStatistics("texts")).isNotNull().satisfies((statistics) -> {
			assertThat(statistics.bypassed()).isPositive();
			assertThat(statistics.droppedPuts()).isPositive();
		});
		fault.heal(this);
		Awaitility.await().until(() -> {
			texts().put("a", "newer");
			return texts().get("a") != null && breaker().getState() == CircuitBreaker.State.CLOSED;
		});
	}

	@Test
	void doesNotWaitForTheBreakerWhenTheServerIsBack() {
		this.here.close();
		this.here = caches(new CircuitBreakerSettings(50, 10, null, Duration.ofHours(1)), null);
		texts().put("a", "old");
		server.get().kill();
		for (int i = 0; i < 50; i++) {
			texts().get("a");
		}
		server.get().restart();
		assertReadsNothingOld(this.here);
	}

	@Test
	void countsTheServersOwnTroubleAlone() {
		server.execute("CONFIG", "SET", "maxmemory-policy", "noeviction");
		texts().put("a", "value");
		server.execute("RPUSH", TestCaches.PREFIX + "list", "foreign");
		for (int i = 0; i < 200; i++) {
			assertThatExceptionOfType(ValueRetrievalException.class).isThrownBy(() -> texts().get("unknown", () -> {
				throw new IllegalStateException("on purpose");
			}));
			Thread.currentThread().interrupt();
			texts().get("a");
			assertThat(Thread.interrupted()).isTrue();
		}
		assertThat(breaker().getMetrics().getNumberOfFailedCalls()).isZero();
		assertThat(breaker().getState()).isEqualTo(CircuitBreaker.State.CLOSED);
	}

	private void fill() {
		Stream.of("a", "b", "c", "kept").forEach((key) -> this.source.put(key, "old"));
		for (TestCaches caches : List.of(this.here, this.there)) {
			assertThat(caches.cache("texts").get("a", () -> load("a"))).isEqualTo("old");
			assertThat(caches.cache("texts").get("b", () -> load("b"))).isEqualTo("old");
			assertThat(caches.cache("texts").get("kept", () -> load("kept"))).isEqualTo("old");
			assertThat(caches.cache("more").get("c", () -> load("c"))).isEqualTo("old");
		}
		assertThat(theirs().get("a", String.class)).isEqualTo("old");
	}

	private String load(String key) {
		return this.source.getOrDefault(key, "unknown");
	}

	private void assertCallsCostLittle(Cache cache) {
		AtomicInteger loads = new AtomicInteger();
		long begin = System.nanoTime();
		for (int i = 0; i < CALLS / 4; i++) {
			String key = cache + "k" + i;
			assertThat(cache.get(key, () -> "source" + loads.incrementAndGet())).isEqualTo("source" + (2 * i + 1));
			assertThat(cache.retrieve(key + "-async",
					() -> CompletableFuture.supplyAsync(() -> "source" + loads.incrementAndGet())))
				.succeedsWithin(Duration.ofSeconds(20))
				.isEqualTo("source" + (2 * i + 2));
			cache.put(key, "value");
			IllegalStateException own = new IllegalStateException("on purpose");
			assertThatExceptionOfType(ValueRetrievalException.class)
				.isThrownBy(() -> cache.get(key + "-failing", () -> {
					throw own;
				}))
				.satisfies((failure) -> assertThat(failure.getCause()).isSameAs(own));
		}
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(ALLOWED);
		assertThat(loads).hasValue(CALLS / 2);
	}

	/**
	 * Reads until the cache works, and never what was there before.
	 */
	private void assertReadsNothingOld(TestCaches caches) {
		Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(2)).until(() -> {
			assertThat(caches.cache("texts").get("a", String.class)).isNotEqualTo("old");
			assertThat(caches.cache("texts").get("b", String.class)).isNotEqualTo("old");
			assertThat(caches.cache("more").get("c", String.class)).isNotEqualTo("old");
			caches.cache("texts").put("probe", "works");
			caches.cache("more").put("probe", "works");
			return caches.cache("texts").get("probe") != null && caches.cache("more").get("probe") != null;
		});
		assertThat(caches.cache("texts").get("a", () -> load("a"))).isNotEqualTo("old");
		assertThat(caches.cache("texts").get("b", () -> load("b"))).isNotEqualTo("old");
		assertThat(caches.cache("more").get("c", () -> load("c"))).isNotEqualTo("old");
	}

	private void awaitReplays() {
		Awaitility.await()
			.until(() -> Stream
				.of(this.there.cacheManager().getStatistics("texts"), statistics(),
						this.here.cacheManager().getStatistics("more"))
				.allMatch((statistics) -> statistics != null && statistics.replayedEvictions() > 0));
	}

	private void openTheBreaker() {
		server.get().kill();
		Awaitility.await().pollInterval(Duration.ofMillis(1)).until(() -> {
			texts().get("a");
			return breaker().getState() == CircuitBreaker.State.OPEN;
		});
	}

	private CacheStatistics statistics() {
		CacheStatistics statistics = this.here.cacheManager().getStatistics("texts");
		if (statistics == null) {
			throw new AssertionError("texts");
		}
		return statistics;
	}

	private static long commandsProcessed() {
		String stats = String.valueOf(server.execute("INFO", "stats"));
		return stats.lines()
			.filter((line) -> line.startsWith("total_commands_processed:"))
			.mapToLong((line) -> Long.parseLong(line.substring(line.indexOf(':') + 1).trim()))
			.sum();
	}

	private void awaitOpenBreaker() {
		Awaitility.await().until(() -> {
			texts().get("a");
			return breaker().getState() == CircuitBreaker.State.OPEN;
		});
	}

	private static long usedMemory() {
		System.gc();
		Runtime runtime = Runtime.getRuntime();
		return runtime.totalMemory() - runtime.freeMemory();
	}

	private TestCaches caches(@Nullable CircuitBreakerRegistry registry) {
		return caches(new CircuitBreakerSettings(50, 10, null, Duration.ofSeconds(1)), registry);
	}

	private TestCaches caches(CircuitBreakerSettings settings, @Nullable CircuitBreakerRegistry registry) {
		return new TestCaches(new RedisStandaloneConfiguration(this.proxy.host(), this.proxy.port()), TestCaches.PREFIX,
				CacheSettings.builder().maxConcurrentLoads(LOADS).build(),
				(cacheManager) -> cacheManager.setCircuitBreakers(settings, registry));
	}

	private CircuitBreaker breaker() {
		return this.registry.circuitBreaker(NodeBreakers.CACHE);
	}

	private Cache texts() {
		return this.here.cache("texts");
	}

	private Cache theirs() {
		return this.there.cache("texts");
	}

	/**
	 * A way to fail, and its end.
	 */
	enum Fault {

		KILLED((scene) -> server().kill(), (scene) -> server().restart()),

		PAUSED((scene) -> server().pause(), (scene) -> server().resume()),

		REFUSES_WRITES((scene) -> server().refuseWrites(), (scene) -> server().acceptWrites()),

		CANNOT_SAVE((scene) -> {
			Path file = server().dataDirectory().resolve("dump.rdb");
			assertThat(file.toFile().mkdir()).isTrue();
			server().execute("CONFIG", "SET", "save", "3600 1");
			server().execute("BGSAVE");
			awaitSave("err");
		}, (scene) -> {
			assertThat(server().dataDirectory().resolve("dump.rdb").toFile().delete()).isTrue();
			server().execute("BGSAVE");
			awaitSave("ok");
			server().execute("CONFIG", "SET", "save", "");
		}),

		READ_ONLY((scene) -> server().makeReadOnly(), (scene) -> server().makePrimary()),

		FULL((scene) -> {
			server().execute("CONFIG", "SET", "maxmemory-policy", "noeviction");
			server().fillToMaxmemory();
		}, (scene) -> server().makeSpace()),

		BLACK_HOLE((scene) -> scene.proxy.blackHole(), (scene) -> scene.proxy.pass()),

		UNREACHABLE((scene) -> {
			scene.proxy.refuseConnections();
			scene.proxy.cut();
		}, (scene) -> scene.proxy.pass()),

		SLOW((scene) -> scene.proxy.delay(Duration.ofMillis(200)), (scene) -> scene.proxy.pass()),

		TOO_SLOW((scene) -> scene.proxy.delay(Duration.ofMillis(600)), (scene) -> scene.proxy.pass());

		private final Consumer<OutageFaultTests> begin;

		private final Consumer<OutageFaultTests> end;

		Fault(Consumer<OutageFaultTests> begin, Consumer<OutageFaultTests> end) {
			this.begin = begin;
			this.end = end;
		}

		void inflict(OutageFaultTests scene) {
			this.begin.accept(scene);
		}

		void heal(OutageFaultTests scene) {
			this.end.accept(scene);
		}

		private static void awaitSave(String status) {
			Awaitility.await()
				.until(() -> String.valueOf(server().execute("INFO", "persistence"))
					.contains("rdb_last_bgsave_status:" + status));
		}

		private static RedisServer server() {
			return OutageFaultTests.server.get();
		}

	}

}
