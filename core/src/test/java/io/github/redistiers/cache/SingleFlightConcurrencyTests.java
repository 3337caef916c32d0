package io.github.redistiers.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.redistiers.cache.CacheTransactionIntegrationTests.NoDatabase;
import io.github.redistiers.devservices.RedisServerExtension;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.cache.Cache;
import org.springframework.cache.Cache.ValueRetrievalException;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Two applications that miss the same key on one server.
 */
@Timeout(60)
class SingleFlightConcurrencyTests {

	private static final int THREADS = 64;

	private static final Duration NEVER = Duration.ofHours(1);

	private static final Duration SOON = Duration.ofMillis(300);

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.cache();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final List<TestCaches> applications = new ArrayList<>();

	@BeforeEach
	void flush() {
		server.execute("FLUSHALL");
	}

	@AfterEach
	void stop() {
		this.threads.shutdownNow();
		this.applications.forEach(TestCaches::close);
	}

	@Test
	void loadsAKeyOnceForAllThreadsOfTwoApplications() throws Exception {
		List<Cache> both = List.of(application(NEVER), application(NEVER));
		for (int round = 0; round < 5; round++) {
			String key = "k" + round;
			AtomicInteger loads = new AtomicInteger();
			assertThat(together((caller) -> both.get(caller % 2).get(key, () -> slowly("v" + loads.incrementAndGet()))))
				.hasSize(2 * THREADS)
				.containsOnly("v1");
			assertThat(loads).hasValue(1);
		}
	}

	@Test
	void loadsAKeyOnceForAllAsynchronousCallersOfTwoApplications() throws Exception {
		List<Cache> both = List.of(application(NEVER), application(NEVER));
		for (int round = 0; round < 5; round++) {
			String key = "k" + round;
			AtomicInteger loads = new AtomicInteger();
			assertThat(together((caller) -> both.get(caller % 2)
				.retrieve(key, () -> CompletableFuture.supplyAsync(() -> slowly("v" + loads.incrementAndGet())))
				.join())).hasSize(2 * THREADS).containsOnly("v1");
			assertThat(loads).hasValue(1);
		}
	}

	@Test
	void countsWhatItDidNotLoad() throws Exception {
		Cache here = application(NEVER);
		application(NEVER);
		Load load = new Load(here);
		Cache there = this.applications.get(1).cache("texts");
		Future<String> waiting = this.threads.submit(() -> there.get("a", TestCaches.<String>neverCalled()));
		awaitLooks();
		load.finish("v");
		assertThat(waiting.get()).isEqualTo("v");
		assertThat(numbers(1).savedLoads()).isOne();
		assertThat(numbers(0).savedLoads()).isZero();
	}

	@Test
	void doesNotWaitUnlessToldTo() {
		Cache here = application(Duration.ZERO);
		Cache there = application(Duration.ZERO);
		Load load = new Load(here);
		assertThat(there.get("a", () -> "own")).isEqualTo("own");
		load.finish("late");
	}

	@Test
	void loadsAtOnceAfterAnotherLoadHasFailed() throws Exception {
		Cache there = application(NEVER);
		Load load = new Load(application(NEVER));
		Future<String> waiting = this.threads.submit(() -> there.get("a", () -> "own"));
		CompletableFuture<String> waitingToo = there.retrieve("a", () -> CompletableFuture.completedFuture("own"));
		awaitLooks();
		load.fail();
		assertThat(waiting.get()).isEqualTo("own");
		assertThat(waitingToo.join()).isEqualTo("own");
	}

	@Test
	void loadsAtOnceAfterAnotherAsynchronousLoadHasFailed() throws Exception {
		Cache here = application(NEVER);
		Cache there = application(NEVER);
		CountDownLatch loading = new CountDownLatch(1);
		CompletableFuture<String> source = new CompletableFuture<>();
		CompletableFuture<String> load = here.retrieve("a", () -> {
			loading.countDown();
			return source;
		});
		loading.await();
		Future<String> waiting = this.threads.submit(() -> there.get("a", () -> "own"));
		awaitLooks();
		source.completeExceptionally(new IllegalStateException("on purpose"));
		assertThat(waiting.get()).isEqualTo("own");
		assertThat(load).failsWithin(Duration.ofSeconds(10));
		CompletableFuture<String> refused = here.retrieve("b", () -> {
			throw new IllegalStateException("on purpose");
		});
		assertThat(refused).failsWithin(Duration.ofSeconds(10));
		assertThat(there.get("b", () -> "own")).isEqualTo("own");
	}

	@Test
	void waitsForACrashedLoaderNoLongerThanItsBound() {
		Cache here = application(NEVER);
		Cache there = application(SOON);
		// a loader that will never be heard of again
		assertThat(new InvocationCache((CacheTierCache) here).get("a")).isNull();
		assertThat(there.get("a", () -> "own")).isEqualTo("own");
		assertThat(here.get("a", TestCaches.<String>neverCalled())).isEqualTo("own");
		assertThat(new InvocationCache((CacheTierCache) here).get("b")).isNull();
		assertThat(there.retrieve("b", () -> CompletableFuture.completedFuture("own")).join()).isEqualTo("own");
		assertThat(here.get("b", TestCaches.<String>neverCalled())).isEqualTo("own");
	}

	@Test
	void doesNotKeepWhatASlowLoaderBringsAfterwards() {
		Cache there = application(SOON);
		Load load = new Load(application(NEVER));
		assertThat(there.get("a", () -> "own")).isEqualTo("own");
		assertThat(load.finish("late")).isEqualTo("late");
		assertThat(there.get("a", String.class)).isEqualTo("own");
	}

	@Test
	void loadsWhatWasEvictedWhileItWaited() throws Exception {
		Cache there = application(NEVER);
		Cache third = application(NEVER);
		Load load = new Load(application(NEVER));
		Future<String> waiting = this.threads.submit(() -> there.get("a", () -> "fresh"));
		awaitLooks();
		third.evict("a");
		assertThat(waiting.get()).isEqualTo("fresh");
		assertThat(load.finish("stale")).isEqualTo("stale");
		assertThat(third.get("a", String.class)).isEqualTo("fresh");
	}

	@Test
	void loadsWhatWasClearedWhileItWaited() throws Exception {
		Cache there = application(NEVER);
		Cache third = application(NEVER);
		Load load = new Load(application(NEVER));
		Future<String> waiting = this.threads.submit(() -> there.get("a", () -> "fresh"));
		awaitLooks();
		third.clear();
		assertThat(waiting.get()).isEqualTo("fresh");
		load.finish("stale");
		assertThat(third.get("a", String.class)).isEqualTo("fresh");
	}

	@Test
	void loadsWhenTheServerGoesAwayWhileItWaits() throws Exception {
		Cache there = application(NEVER);
		Load load = new Load(application(NEVER));
		Future<String> waiting = this.threads.submit(() -> there.get("a", () -> "own"));
		awaitLooks();
		server.get().kill();
		assertThat(waiting.get()).isEqualTo("own");
		assertThat(load.finish("v")).isEqualTo("v");
	}

	@Test
	void lendsNobodyALoadThatIsRolledBack() throws Exception {
		Cache here = application(NEVER);
		Cache there = application(NEVER);
		CountDownLatch loaded = new CountDownLatch(1);
		CompletableFuture<?> end = new CompletableFuture<>();
		TransactionTemplate transaction = new TransactionTemplate(new NoDatabase());
		Future<?> writer = this.threads.submit(() -> transaction.executeWithoutResult((status) -> {
			here.get("a", () -> "uncommitted");
			// it holds the lease itself and must not wait for it
			assertThat(here.get("a", () -> "again")).isEqualTo("again");
			status.setRollbackOnly();
			loaded.countDown();
			end.join();
		}));
		loaded.await();
		Future<String> waiting = this.threads.submit(() -> there.get("a", () -> "committed"));
		awaitLooks();
		end.complete(null);
		writer.get();
		assertThat(waiting.get()).isEqualTo("committed");
	}

	@Test
	void lendsALoadAfterItsCommit() throws Exception {
		Cache here = application(NEVER);
		Cache there = application(NEVER);
		new TransactionTemplate(new NoDatabase()).executeWithoutResult((status) -> here.get("a", () -> "committed"));
		assertThat(there.get("a", TestCaches.<String>neverCalled())).isEqualTo("committed");
	}

	@Test
	void doesNotHangWhenItsApplicationEnds() throws Exception {
		Cache there = application(Duration.ofSeconds(2));
		Load load = new Load(application(NEVER));
		Future<String> waiting = this.threads.submit(() -> there.get("a", () -> "own"));
		CompletableFuture<String> waitingToo = there.retrieve("a", () -> CompletableFuture.completedFuture("own"));
		awaitLooks();
		this.applications.get(0).cacheManager().destroy();
		assertThat(waiting.get()).isEqualTo("own");
		assertThat(waitingToo.join()).isEqualTo("own");
		load.finish("late");
	}

	private Cache application(Duration bound) {
		TestCaches application = new TestCaches(
				TestCaches.patient(new RedisStandaloneConfiguration(server.host(), server.port())), TestCaches.PREFIX,
				CacheSettings.builder().singleFlight(new SingleFlight(bound)).build(), (cacheManager) -> {
				});
		this.applications.add(application);
		return application.cache("texts");
	}

	private CacheStatistics numbers(int application) {
		CacheStatistics numbers = this.applications.get(application).cacheManager().getStatistics("texts");
		if (numbers == null) {
			throw new AssertionError();
		}
		return numbers;
	}

	/**
	 * Until whoever waits has looked at the server some more times.
	 */
	private static void awaitLooks() {
		long now = scriptsRun();
		Awaitility.await().until(() -> scriptsRun() > now + 5);
	}

	private static long scriptsRun() {
		return String.valueOf(server.execute("INFO", "commandstats"))
			.lines()
			.filter((line) -> line.startsWith("cmdstat_evalsha:calls="))
			.mapToLong((line) -> Long.parseLong(line.substring(line.indexOf('=') + 1, line.indexOf(','))))
			.sum();
	}

	private static String slowly(String value) {
		CompletableFuture<String> source = new CompletableFuture<>();
		return source.completeOnTimeout(value, 100, TimeUnit.MILLISECONDS).join();
	}

	private List<@Nullable String> together(Call call) throws Exception {
		CyclicBarrier start = new CyclicBarrier(2 * THREADS);
		List<Future<@Nullable String>> running = new ArrayList<>();
		for (int i = 0; i < 2 * THREADS; i++) {
			int caller = i;
			Callable<@Nullable String> task = () -> {
				start.await();
				return call.by(caller);
			};
			running.add(this.threads.submit(task));
		}
		List<@Nullable String> results = new ArrayList<>();
		for (Future<@Nullable String> future : running) {
			results.add(future.get());
		}
		return results;
	}

	private interface Call {

		@Nullable String by(int caller) throws Exception;

	}

	/**
	 * A load of the key "a" that is under way.
	 */
	private final class Load {

		private final CompletableFuture<String> source = new CompletableFuture<>();

		private final Future<String> result;

		Load(Cache cache) {
			CountDownLatch loading = new CountDownLatch(1);
			this.result = SingleFlightConcurrencyTests.this.threads.submit(() -> cache.get("a", () -> {
				loading.countDown();
				return this.source.join();
			}));
			try {
				loading.await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

		String finish(String value) {
			this.source.complete(value);
			try {
				return this.result.get(30, TimeUnit.SECONDS);
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}

		void fail() {
			this.source.completeExceptionally(new IllegalStateException("on purpose"));
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(this.result::get)
				.withCauseInstanceOf(ValueRetrievalException.class);
		}

	}

}
