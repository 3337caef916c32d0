package io.github.redistiers.cache;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.github.redistiers.cache.TestCaches.Product;
import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.devservices.ServerGeneration;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.cache.Cache;
import org.springframework.cache.Cache.ValueRetrievalException;
import org.springframework.cache.Cache.ValueWrapper;
import org.springframework.data.redis.core.StringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@EachServerGeneration
class CacheTierCacheIntegrationTests {

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.cache();

	private static final Product TEA = new Product(1, "Tea");

	private TestCaches caches;

	private Cache products;

	private StringRedisTemplate redis;

	CacheTierCacheIntegrationTests(ServerGeneration generation) {
	}

	@BeforeEach
	void start() {
		this.caches = new TestCaches(server.get());
		this.products = this.caches.cache("products");
		this.redis = new StringRedisTemplate(this.caches.factory());
	}

	@AfterEach
	void stop() {
		this.caches.close();
	}

	@Test
	void givesBackWhatWasPut() {
		assertThat(this.products.get(1)).isNull();
		this.products.put(1, TEA);
		assertThat(this.products.get(1)).extracting(ValueWrapper::get).isEqualTo(TEA);
		assertThat(this.products.get(1, Product.class)).isEqualTo(TEA);
		assertThat(this.products.getName()).isEqualTo("products");
	}

	@Test
	void keepsReadableJsonUnderTheDocumentedKeys() {
		this.products.put("a key", TEA);
		String generation = this.redis.opsForValue().get("shop:cache-generation:products");
		assertThat(generation).hasSize(25);
		assertThat(this.redis.opsForValue().get("shop:cache:products:" + generation + ":a key"))
			.isEqualTo("{\"id\":1,\"name\":\"Tea\"}");
	}

	@Test
	void letsEveryKeyExpire() {
		this.products.put(1, TEA);
		this.products.putIfAbsent(2, TEA);
		this.products.get(3, () -> TEA);
		this.products.clear();
		this.products.put(4, TEA);
		Set<String> keys = this.redis.keys("*");
		assertThat(keys).hasSizeBetween(5, 6).allSatisfy((key) -> assertThat(this.redis.getExpire(key)).isPositive());
	}

	@Test
	void forgetsAnEntryAfterItsTimeToLive() {
		try (TestCaches brief = new TestCaches(server.get(),
				CacheSettings.builder().timeToLive(Duration.ofMillis(50)).build())) {
			Cache texts = brief.cache("texts");
			texts.put("a", "b");
			Awaitility.await().until(() -> texts.get("a") == null);
		}
	}

	@Test
	void keepsNull() {
		this.products.put(1, null);
		assertThat(this.products.get(1)).isNotNull().extracting(ValueWrapper::get).isNull();
		assertThat(this.products.get(1, TestCaches.<Product>neverCalled())).isNull();
		assertThat((Object) this.products.get(2, () -> null)).isNull();
		assertThat(this.products.get(2)).isNotNull();
	}

	@Test
	void keepsNoNullWhereThatIsSwitchedOff() {
		try (TestCaches without = new TestCaches(server.get(),
				CacheSettings.builder().cacheNullValues(false).build())) {
			Cache texts = without.cache("texts");
			texts.put("a", "b");
			texts.put("a", null);
			assertThat(texts.get("a")).isNull();
			assertThat((Object) texts.get("c", () -> null)).isNull();
			assertThat(texts.get("c")).isNull();
			assertThat(texts.retrieve("d", () -> CompletableFuture.completedFuture(null)).join()).isNull();
			assertThat(texts.get("d")).isNull();
		}
	}

	@Test
	void evicts() {
		this.products.put(1, TEA);
		this.products.put(2, TEA);
		this.products.evict(1);
		assertThat(this.products.get(1)).isNull();
		assertThat(this.products.evictIfPresent(2)).isTrue();
		assertThat(this.products.evictIfPresent(2)).isFalse();
	}

	@Test
	void putsIfAbsent() {
		assertThat(this.products.putIfAbsent(1, TEA)).isNull();
		assertThat(this.products.putIfAbsent(1, new Product(2, "Milk"))).extracting(ValueWrapper::get).isEqualTo(TEA);
		assertThat(this.products.get(1, Product.class)).isEqualTo(TEA);
		assertThat(this.caches.cacheManager().getStatistics("products"))
			.satisfies((statistics) -> assertThat(statistics.puts()).isEqualTo(1));
	}

	@Test
	void loadsWhatIsAbsentOnce() {
		AtomicInteger loads = new AtomicInteger();
		for (int i = 0; i < 3; i++) {
			assertThat(this.products.get(1, () -> new Product(loads.incrementAndGet(), "Tea")))
				.isEqualTo(new Product(1, "Tea"));
		}
	}

	@Test
	void passesTheSourcesExceptionOn() {
		assertThatExceptionOfType(ValueRetrievalException.class).isThrownBy(() -> this.products.get(1, () -> {
			throw new IllegalStateException("on purpose");
		})).withCauseInstanceOf(IllegalStateException.class);
		assertThat(this.products.get(1, () -> TEA)).isEqualTo(TEA);
	}

	@Test
	void loadsAKeyWithinItsOwnLoad() {
		assertThat(this.products.get(1, () -> this.products.get(1, () -> TEA))).isEqualTo(TEA);
	}

	@Test
	void retrievesWithoutBlocking() {
		assertThat(retrieved(1)).isNull();
		assertThat(this.products.retrieve(1, () -> CompletableFuture.completedFuture(TEA)).join()).isEqualTo(TEA);
		assertThat(retrieved(1)).isInstanceOfSatisfying(ValueWrapper.class,
				(wrapper) -> assertThat(wrapper.get()).isEqualTo(TEA));
		assertThat(this.products.get(1, Product.class)).isEqualTo(TEA);
	}

	@Test
	void goesOnNeitherOnRedissThreadsNorInTheCommonPool() {
		Set<String> threads = ConcurrentHashMap.newKeySet();
		Consumer<Object> note = (value) -> threads.add(Thread.currentThread().getName());
		for (int i = 0; i < 50; i++) {
			String key = "k" + i;
			CompletableFuture<Product> loading = new CompletableFuture<>();
			CompletableFuture<Void> noted = this.products.retrieve(key, () -> {
				note.accept(key);
				return loading;
			}).thenAccept(note);
			loading.completeAsync(() -> TEA, (work) -> new Thread(work, "source").start());
			noted.join();
			this.products.retrieve(key, () -> CompletableFuture.completedFuture(TEA)).thenAccept(note).join();
		}
		assertThat(threads).allMatch((name) -> name.equals("redis-tiers-cache")
				|| name.equals(Thread.currentThread().getName()) || name.equals("source"));
	}

	@Test
	void passesTheExceptionOfAnAsynchronousSourceOn() {
		assertThat(this.products.retrieve(1,
				() -> CompletableFuture.failedFuture(new IllegalStateException("on purpose"))))
			.failsWithin(Duration.ofSeconds(10))
			.withThrowableThat()
			.withCauseInstanceOf(IllegalStateException.class);
		assertThat(this.products.retrieve(1, () -> {
			throw new IllegalStateException("on purpose");
		})).failsWithin(Duration.ofSeconds(10)).withThrowableThat().withCauseInstanceOf(IllegalStateException.class);
		assertThat(this.products.retrieve(1, () -> CompletableFuture.completedFuture(TEA)).join()).isEqualTo(TEA);
	}

	@Test
	void clearsItselfAndNothingElse() {
		List<String> foreign = List.of("shop:cache:products", "shop:cache:products:", "shop:cache:products:x:1",
				"shop:cache:products2:x:1", "shop:cache:", "products::1", "other");
		foreign.forEach((key) -> this.redis.opsForValue().set(key, "foreign"));
		Cache texts = this.caches.cache("texts");
		texts.put("a", "b");
		this.products.put(1, TEA);
		this.products.clear();
		assertThat(this.products.get(1)).isNull();
		assertThat(texts.get("a", String.class)).isEqualTo("b");
		assertThat(foreign).allSatisfy((key) -> assertThat(this.redis.opsForValue().get(key)).isEqualTo("foreign"));
		this.products.put(1, TEA);
		this.products.invalidate();
		assertThat(this.products.get(1)).isNull();
	}

	@Test
	void seesAtOnceWhatAnotherProcessClearedOrEvicted() {
		try (TestCaches other = new TestCaches(server.get())) {
			Cache theirs = other.cache("products");
			this.products.put(1, TEA);
			this.products.put(2, TEA);
			assertThat(theirs.get(1, Product.class)).isEqualTo(TEA);
			theirs.clear();
			assertThat(this.products.get(1)).isNull();
			this.products.put(1, TEA);
			theirs.clear();
			this.products.put(1, TEA);
			assertThat(this.products.get(1, Product.class)).isEqualTo(TEA);
			theirs.clear();
			theirs.put(1, TEA);
			this.products.evict(1);
			assertThat(theirs.get(1)).isNull();
		}
	}

	@Test
	void writesInWhatAnotherProcessBeganAMomentBefore() {
		try (TestCaches other = new TestCaches(server.get())) {
			Cache theirs = other.cache("texts");
			Cache ours = this.caches.cache("texts");
			for (int i = 0; i < 300; i++) {
				theirs.clear();
				ours.put("put", "v" + i);
				assertThat(theirs.get("put", String.class)).isEqualTo("v" + i);
				theirs.clear();
				theirs.put("evicted", "v" + i);
				ours.evict("evicted");
				assertThat(theirs.get("evicted")).isNull();
			}
		}
	}

	@Test
	void answersWhatIsSoAlthoughItHearsOfItsOwnGeneration() {
		Cache texts = this.caches.cache("texts");
		for (int i = 0; i < 300; i++) {
			server.execute("FLUSHALL");
			texts.put("evicted", "v" + i);
			assertThat(texts.evictIfPresent("evicted")).isTrue();
			server.execute("FLUSHALL");
			texts.put("other", "v" + i);
			assertThat(texts.putIfAbsent("absent", "v" + i)).isNull();
		}
	}

	@Test
	void missesAndNeverResurrectsWhenTheGenerationIsLost() {
		this.products.put(1, TEA);
		this.redis.delete("shop:cache-generation:products");
		assertThat(this.products.get(1)).isNull();
		this.products.put(2, TEA);
		assertThat(this.products.get(2, Product.class)).isEqualTo(TEA);
		assertThat(this.products.get(1)).isNull();
	}

	@Test
	void survivesAFlush() {
		this.products.put(1, TEA);
		server.execute("FLUSHALL");
		assertThat(this.products.get(1)).isNull();
		this.products.put(1, TEA);
		assertThat(this.products.get(1, Product.class)).isEqualTo(TEA);
	}

	@Test
	void missesWhatItCannotRead() {
		this.products.put(1, TEA);
		String generation = this.redis.opsForValue().get("shop:cache-generation:products");
		String entry = "shop:cache:products:" + generation + ":1";
		this.redis.opsForValue().set(entry, "{\"id\":");
		assertThat(this.products.get(1)).isNull();
		assertThat(this.redis.hasKey(entry)).isFalse();
		this.redis.opsForList().leftPush(entry, "foreign");
		assertThat(this.products.get(1)).isNull();
		assertThat(this.redis.hasKey(entry)).isFalse();
		assertThat(this.products.get(1, () -> TEA)).isEqualTo(TEA);
		assertThat(this.products.get(1, Product.class)).isEqualTo(TEA);
		assertThat(this.caches.cacheManager().getStatistics("products")).satisfies((statistics) -> {
			assertThat(statistics.unreadable()).isEqualTo(2);
			assertThat(statistics.hits()).isEqualTo(1);
		});
	}

	@Test
	void returnsWhatItCannotWriteAndForgetsWhatWasThere() {
		Cache anything = this.caches.cache("anything");
		anything.put(1, "old");
		anything.put(1, new StringBuilder("unwritable"));
		assertThat(anything.get(1)).isNull();
		StringBuilder loaded = new StringBuilder("unwritable");
		assertThat(anything.get(1, () -> loaded)).isSameAs(loaded);
	}

	@Test
	void refusesANullKey() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.products.put(nullKey(), TEA));
	}

	@Test
	void readsItsOwnWrites() {
		Cache texts = this.caches.cache("texts");
		for (int i = 0; i < 5_000; i++) {
			String value = "v" + i;
			texts.put("k", value);
			assertThat(texts.get("k", String.class)).isEqualTo(value);
		}
		for (int i = 0; i < 1_000; i++) {
			texts.put("k", "v");
			texts.evict("k");
			assertThat(texts.get("k")).isNull();
		}
	}

	private @Nullable Object retrieved(Object key) {
		CompletableFuture<?> future = this.products.retrieve(key);
		assertThat(future).isNotNull();
		return (future != null) ? future.join() : null;
	}

	@SuppressWarnings("NullAway")
	private static Object nullKey() {
		return null;
	}

}
