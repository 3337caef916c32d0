package io.github.redistiers.store.ratelimit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.store.TestStore;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(120)
@EachServerGeneration
class RateLimitConcurrencyTests {

	private static final int THREADS = 16;

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.store();

	RateLimitConcurrencyTests(ServerGeneration generation) {
	}

	@Test
	void givesExactlyTheBurstWhileNothingComesBack() throws Exception {
		RateLimit limit = RateLimit.perDay(500);
		assertThat(run(200, (limiter) -> limiter.tryAcquire("hot", limit).allowed())).isEqualTo(500);
	}

	@Test
	void givesNoMoreThanTheBurstAndWhatComesBackMeanwhile() throws Exception {
		RateLimit limit = RateLimit.perSecond(300).burst(10);
		long start = System.nanoTime();
		long given = run(300, (limiter) -> limiter.tryAcquire("hot", limit).allowed());
		double seconds = (System.nanoTime() - start) / 1e9;
		assertThat((double) given).isBetween(10.0, 10 + seconds * 300 + 1);
	}

	@Test
	void takesFromAllLimitsOrFromNone() throws Exception {
		RateLimit loose = RateLimit.perDay(1000);
		RateLimit tight = RateLimit.perDay(300);
		assertThat(run(100, (limiter) -> limiter.tryAcquire("hot", loose, tight).allowed())).isEqualTo(300);
		try (TestStore store = TestStore.on(server.get(), new RateLimitStructure())) {
			assertThat(limiter(store).peek("hot", loose).remaining()).isEqualTo(700);
		}
	}

	@Test
	void neverGivesMoreThanTheLargerLimitWhileTheLimitChanges() throws Exception {
		RateLimit small = RateLimit.perDay(50);
		RateLimit large = RateLimit.perDay(200);
		long given = run(100, (limiter) -> {
			boolean even = Thread.currentThread().getId() % 2 == 0;
			return limiter.tryAcquire("hot", even ? small : large).allowed();
		});
		assertThat(given).isBetween(50L, 200L);
	}

	@Test
	void isInForceAtOnceWhereItChangesUnderLoad() throws Exception {
		RateLimit limit = RateLimit.perDay(50);
		Load load = new Load(limit);
		CompletableFuture<Long> running = CompletableFuture.supplyAsync(load);
		try {
			load.awaitCalls();
			assertThat(load.given()).isEqualTo(50);
			load.change(limit.burst(200));
			assertThat(load.given()).as("what was taken before still counts").isEqualTo(200);
			load.change(limit.burst(20));
			assertThat(load.given()).isEqualTo(200);
			load.change(limit.burst(200));
			assertThat(load.given()).as("nobody owed more than 20 meanwhile").isEqualTo(380);
		}
		finally {
			load.end();
		}
		assertThat(running.get(60, TimeUnit.SECONDS)).isEqualTo(380);
	}

	private static long run(int rounds, Call call) throws Exception {
		return run(rounds, new AtomicBoolean(), call);
	}

	private static long run(int rounds, AtomicBoolean over, Call call) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(THREADS);
		try (TestStore one = TestStore.on(server.get(), new RateLimitStructure());
				TestStore other = TestStore.on(server.get(), new RateLimitStructure())) {
			List<Future<Long>> running = new ArrayList<>();
			for (int i = 0; i < THREADS; i++) {
				RateLimitRepository limiter = limiter((i % 2 == 0) ? one : other);
				running.add(threads.submit(() -> count(rounds, over, () -> call.isAllowed(limiter))));
			}
			long given = 0;
			for (Future<Long> future : running) {
				given += future.get();
			}
			return given;
		}
		finally {
			threads.shutdownNow();
		}
	}

	private static long count(int rounds, AtomicBoolean over, BooleanSupplier call) {
		long given = 0;
		for (int i = 0; i < rounds && !over.get(); i++) {
			given += call.getAsBoolean() ? 1 : 0;
		}
		return given;
	}

	private static RateLimitRepository limiter(TestStore store) {
		return store.repositories().create(RateLimitRepository.class, "requests");
	}

	/**
	 * Calls without a pause, under a limit that may change between two of them.
	 */
	private static final class Load implements Supplier<Long> {

		private static final int ENOUGH = 400;

		private final AtomicLong calls = new AtomicLong();

		private final AtomicLong given = new AtomicLong();

		private final AtomicBoolean over = new AtomicBoolean();

		// callers share it, so that none is under way with the former limit at a change
		private final ReadWriteLock changing = new ReentrantReadWriteLock(true);

		private RateLimit limit;

		Load(RateLimit limit) {
			this.limit = limit;
		}

		@Override
		public Long get() {
			try {
				return run(Integer.MAX_VALUE, this.over, this::call);
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}

		private boolean call(RateLimitRepository limiter) {
			this.changing.readLock().lock();
			try {
				boolean allowed = limiter.tryAcquire("hot", this.limit).allowed();
				this.given.addAndGet(allowed ? 1 : 0);
				this.calls.incrementAndGet();
				return allowed;
			}
			finally {
				this.changing.readLock().unlock();
			}
		}

		void change(RateLimit changed) {
			this.changing.writeLock().lock();
			try {
				this.limit = changed;
			}
			finally {
				this.changing.writeLock().unlock();
			}
			awaitCalls();
		}

		void awaitCalls() {
			long until = this.calls.get() + ENOUGH;
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> this.calls.get() >= until);
		}

		long given() {
			return this.given.get();
		}

		void end() {
			this.over.set(true);
		}

	}

	@FunctionalInterface
	private interface Call {

		boolean isAllowed(RateLimitRepository limiter);

	}

}
