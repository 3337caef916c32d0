package io.github.redistiers.store.lock;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.devservices.ServerGeneration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(120)
@EachServerGeneration
class LockConcurrencyTests {

	private static final int THREADS = 64;

	private static final int ROUNDS = Integer.getInteger("redis-tiers.test.lock-rounds", 15);

	private static final Duration LONG = Duration.ofSeconds(60);

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.store();

	private final AtomicInteger inside = new AtomicInteger();

	private final List<Long> tokens = new CopyOnWriteArrayList<>();

	LockConcurrencyTests(ServerGeneration generation) {
	}

	@Test
	void hasOneHolderAtATimeWithGrowingTokens() throws Exception {
		try (TestLocks one = new TestLocks(server.get()); TestLocks other = new TestLocks(server.get())) {
			inThreads((number) -> {
				LockRepository locks = ((number % 2 == 0) ? one : other).locks();
				for (int i = 0; i < ROUNDS; i++) {
					HeldLock lock = (i % 3 == 0) ? locks.acquireAsync("hot", LONG).toCompletableFuture().get()
							: locks.acquire("hot", LONG);
					assertThat(this.inside.incrementAndGet()).isOne();
					assertThat(lock.isHeld()).isTrue();
					this.tokens.add(lock.token());
					lock.set("count", Integer.toString(count(locks) + 1));
					this.inside.decrementAndGet();
					assertThat(lock.release()).isTrue();
				}
			});
			assertThat(count(one.locks())).isEqualTo(THREADS * ROUNDS);
		}
		assertThat(this.tokens).hasSize(THREADS * ROUNDS).isSorted().doesNotHaveDuplicates();
		assertThat(server.get()
			.commands()
			.exists("shop:lock-queue:{shop:lock:orders:hot}", "shop:lock-waiters:{shop:lock:orders:hot}",
					"shop:lock:orders:hot"))
			.isZero();
	}

	/**
	 * Some take it if it is free, some give up, some are interrupted, some lose it.
	 */
	@Test
	void hasOneHolderAtATimeWhateverTheOthersDo() throws Exception {
		Map<Long, Integer> written = new ConcurrentHashMap<>();
		try (TestLocks one = new TestLocks(server.get()); TestLocks other = new TestLocks(server.get())) {
			inThreads((number) -> {
				LockRepository locks = ((number % 2 == 0) ? one : other).locks();
				for (int i = 0; i < ROUNDS; i++) {
					HeldLock lock = somehow(locks);
					if (lock != null) {
						use(locks, lock, written);
					}
				}
			});
			HeldLock last = one.locks().acquire("hot", LONG);
			assertThat(count(one.locks())).isEqualTo(written.size());
			assertThat(last.release()).isTrue();
		}
		assertThat(written).isNotEmpty();
	}

	private static @Nullable HeldLock somehow(LockRepository locks) throws InterruptedException {
		try {
			int way = ThreadLocalRandom.current().nextInt(3);
			if (way == 0) {
				return locks.tryAcquire("hot");
			}
			if (way == 1) {
				return locks.acquire("hot", Duration.ofMillis(ThreadLocalRandom.current().nextInt(20)));
			}
			Future<HeldLock> cancelled = locks.acquireAsync("hot", LONG).toCompletableFuture();
			if (cancelled.cancel(true)) {
				return null;
			}
			return cancelled.get();
		}
		catch (LockNotAcquiredException ex) {
			return null;
		}
		catch (ExecutionException ex) {
			throw new AssertionError(ex);
		}
	}

	private static void use(LockRepository locks, HeldLock lock, Map<Long, Integer> written) {
		boolean isLost = ThreadLocalRandom.current().nextInt(10) == 0;
		if (isLost) {
			server.execute("DEL", "shop:lock:orders:hot");
		}
		int count = count(locks);
		try {
			lock.set("count", Integer.toString(count + 1));
			written.put(lock.token(), count + 1);
		}
		catch (StaleTokenException ex) {
			assertThat(isLost || !lock.release()).isTrue();
		}
		lock.release();
	}

	private static int count(LockRepository locks) {
		return Integer.parseInt(Objects.requireNonNullElse(locks.value("hot", "count"), "0"));
	}

	private static void inThreads(Work work) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(THREADS);
		try {
			List<Future<?>> running = new ArrayList<>();
			for (int i = 0; i < THREADS; i++) {
				int number = i;
				running.add(threads.submit(() -> {
					work.in(number);
					return null;
				}));
			}
			for (Future<?> thread : running) {
				thread.get();
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	private interface Work {

		void in(int thread) throws Exception;

	}

}
