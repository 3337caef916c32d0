package io.github.redistiers.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.redistiers.devservices.RedisServerExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.cache.Cache;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class CacheTierCacheConcurrencyTests {

	private static final int THREADS = 16;

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.cache();

	private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

	private TestCaches caches;

	private Cache texts;

	@BeforeEach
	void start() {
		this.caches = new TestCaches(server.get());
		this.texts = this.caches.cache("texts");
	}

	@AfterEach
	void stop() {
		this.threads.shutdownNow();
		this.caches.close();
	}

	@Test
	void loadsAKeyOnceForAllThreads() throws Exception {
		for (int round = 0; round < 200; round++) {
			String key = "k" + round;
			AtomicInteger loads = new AtomicInteger();
			assertThat(together(() -> this.texts.get(key, () -> "v" + loads.incrementAndGet()))).containsOnly("v1");
			assertThat(loads).hasValue(1);
		}
	}

	@Test
	void loadsAKeyOnceForAllAsynchronousCallers() throws Exception {
		for (int round = 0; round < 100; round++) {
			String key = "k" + round;
			AtomicInteger loads = new AtomicInteger();
			assertThat(together(() -> this.texts
				.retrieve(key, () -> CompletableFuture.supplyAsync(() -> "v" + loads.incrementAndGet()))
				.join())).containsOnly("v1");
			assertThat(loads).hasValue(1);
		}
	}

	@Test
	void doesNotKeepWhatWasEvictedWhileItWasLoaded() throws Exception {
		CountDownLatch loading = new CountDownLatch(1);
		CountDownLatch evicted = new CountDownLatch(1);
		Future<String> load = this.threads.submit(() -> this.texts.get("a", () -> {
			loading.countDown();
			evicted.await();
			return "stale";
		}));
		loading.await();
		this.texts.evict("a");
		assertThat(this.texts.get("a", () -> "fresh")).isEqualTo("fresh");
		evicted.countDown();
		assertThat(load.get()).isEqualTo("stale");
		assertThat(this.texts.get("a", String.class)).isEqualTo("fresh");
	}

	@Test
	void readsItsOwnWritesBesideOthersWhoClear() throws Exception {
		try (TestCaches other = new TestCaches(server.get())) {
			AtomicInteger names = new AtomicInteger();
			together(() -> {
				String key = "k" + names.incrementAndGet();
				for (int i = 0; i < 200; i++) {
					this.texts.put(key, "v" + i);
					assertThat(this.texts.get(key, String.class)).isIn(null, "v" + i);
					if (i % 50 == 0) {
						other.cache("texts").clear();
					}
				}
				return key;
			});
		}
	}

	private <T> List<T> together(Callable<T> call) throws Exception {
		CyclicBarrier start = new CyclicBarrier(THREADS);
		List<Future<T>> running = new ArrayList<>();
		for (int i = 0; i < THREADS; i++) {
			running.add(this.threads.submit(() -> {
				start.await();
				return call.call();
			}));
		}
		List<T> results = new ArrayList<>();
		for (Future<T> future : running) {
			results.add(future.get());
		}
		return results;
	}

}
