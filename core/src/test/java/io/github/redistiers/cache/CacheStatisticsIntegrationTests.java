package io.github.redistiers.cache;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.github.redistiers.devservices.RedisServerExtension;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.cache.Cache;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class CacheStatisticsIntegrationTests {

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.cache();

	private final ExecutorService threads = Executors.newCachedThreadPool();

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
	void countsHitsMissesPutsAndEvictions() {
		this.texts.get("a");
		this.texts.put("a", "b");
		this.texts.get("a");
		this.texts.get("a", String.class);
		this.texts.get("c", () -> "d");
		this.texts.evict("a");
		assertThat(numbers().hits()).isEqualTo(2);
		assertThat(numbers().misses()).isEqualTo(2);
		assertThat(numbers().puts()).isEqualTo(2);
		assertThat(numbers().evictions()).isOne();
		assertThat(numbers().droppedPuts()).isZero();
		assertThat(numbers().timeToLive()).isEqualTo(Duration.ofMinutes(10));
	}

	@Test
	void isTheNativeCacheOfEachCache() {
		this.texts.put("a", "b");
		assertThat(this.texts.getNativeCache()).isInstanceOfSatisfying(CacheActivity.class,
				(activity) -> assertThat(activity.getStatistics().puts()).isOne());
		assertThat(new InvocationCache((CacheTierCache) this.texts).getNativeCache())
			.isSameAs(this.texts.getNativeCache());
	}

	@Test
	void countsLoadsThatWereSaved() throws Exception {
		CountDownLatch loading = new CountDownLatch(1);
		CompletableFuture<String> source = new CompletableFuture<>();
		Future<String> first = this.threads.submit(() -> this.texts.get("a", () -> {
			loading.countDown();
			return source.join();
		}));
		loading.await();
		Future<String> second = this.threads.submit(() -> this.texts.get("a", TestCaches.<String>neverCalled()));
		Awaitility.await().until(() -> numbers().savedLoads() == 1);
		CompletableFuture<String> third = this.texts.retrieve("a", () -> new CompletableFuture<String>());
		Awaitility.await().until(() -> numbers().savedLoads() == 2);
		source.complete("b");
		assertThat(first.get()).isEqualTo("b");
		assertThat(second.get()).isEqualTo("b");
		assertThat(third.join()).isEqualTo("b");
	}

	@Test
	void countsWhatTheServerMissedAndWhatItWasToldLater() {
		this.texts.put("a", "b");
		server.get().kill();
		this.texts.evict("a");
		this.texts.evict("b");
		this.texts.put("c", "d");
		assertThat(numbers().owedEvictions()).isEqualTo(3);
		assertThat(numbers().replayedEvictions()).isZero();
		assertThat(numbers().droppedPuts()).isOne();
		assertThat(numbers().failures()).isPositive();
		server.get().restart();
		Awaitility.await().until(() -> {
			this.texts.get("a");
			return numbers().replayedEvictions() > 0;
		});
		assertThat(numbers().owedEvictions()).isEqualTo(3);
		// one by one, or as one clear
		assertThat(numbers().replayedEvictions()).isBetween(1L, 3L);
	}

	private CacheStatistics numbers() {
		CacheStatistics numbers = this.caches.cacheManager().getStatistics("texts");
		if (numbers == null) {
			throw new AssertionError();
		}
		return numbers;
	}

}
