package io.github.redistiers.cache;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.github.redistiers.cache.TestCaches.Product;
import io.github.redistiers.devservices.RedisServerExtension;
import io.lettuce.core.api.sync.RedisCommands;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.cache.Cache;
import org.springframework.cache.Cache.ValueWrapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How long entries live on a server.
 */
class EntryLifeIntegrationTests {

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.cache();

	private static final Product TEA = new Product(1, "Tea");

	private TestCaches caches;

	@BeforeEach
	void start() {
		this.caches = process(CacheSettings.builder());
	}

	@AfterEach
	void stop() {
		this.caches.close();
	}

	@Test
	void spreadsTheLivesOfWhatWasWrittenTogether() {
		try (TestCaches brief = process(CacheSettings.builder().timeToLive(Duration.ofSeconds(100_000)))) {
			Cache texts = brief.cache("texts");
			int each = 1000;
			IntStream.range(0, each).forEach((i) -> texts.put("put" + i, "v"));
			IntStream.range(0, each).forEach((i) -> texts.putIfAbsent("absent" + i, "v"));
			IntStream.range(0, each).forEach((i) -> texts.get("filled" + i, () -> "v"));
			IntStream.range(0, each)
				.forEach((i) -> texts.retrieve("async" + i, () -> CompletableFuture.completedFuture("v")).join());
			for (String written : List.of("put", "absent", "filled", "async")) {
				assertThat(IntStream.range(0, each).mapToLong((i) -> pttl("texts", written + i)).summaryStatistics())
					.as(written)
					.satisfies((lives) -> {
						assertThat(lives.getMax()).isBetween(99_000_000L, 100_000_000L);
						assertThat(lives.getMin()).isBetween(89_900_000L, 91_000_000L);
						assertThat(lives.getAverage()).isBetween(94_400_000.0, 95_600_000.0);
					});
			}
		}
	}

	@Test
	void keepsNullForAShorterTime() {
		Cache products = this.caches.cache("products");
		products.put(1, null);
		products.putIfAbsent(2, null);
		products.get(3, () -> null);
		products.put(4, TEA);
		assertThat(IntStream.of(1, 2, 3).mapToLong((key) -> pttl("products", key)))
			.allSatisfy((life) -> assertThat(life).isBetween(30_000L, 60_000L));
		assertThat(pttl("products", 4)).isGreaterThan(500_000);
	}

	@Test
	void keepsPlainJsonWhereReadsDoNotExtendALife() {
		this.caches.cache("products").put(1, TEA);
		assertThat(stored("products", 1)).isEqualTo("{\"id\":1,\"name\":\"Tea\"}");
	}

	@Test
	void forgetsWhatIsNotRead() {
		try (TestCaches idle = process(idle(Duration.ofMillis(200)))) {
			idle.cache("products").put(1, TEA);
			String entry = entry("products", 1);
			Awaitility.await().until(() -> redis().exists(entry) == 0);
		}
	}

	@Test
	void extendsTheLifeOfWhatIsRead() {
		try (TestCaches idle = process(idle(Duration.ofSeconds(2)))) {
			Cache products = idle.cache("products");
			products.put(1, TEA);
			assertThat(pttl("products", 1)).isLessThanOrEqualTo(2000);
			Awaitility.await().until(() -> pttl("products", 1) < 1300);
			Awaitility.await().until(() -> {
				assertThat(products.get(1)).extracting(ValueWrapper::get).isEqualTo(TEA);
				return pttl("products", 1) > 1500;
			});
			assertThat(pttl("products", 1)).isLessThanOrEqualTo(2000);
			assertThat(stored("products", 1)).startsWith("@").endsWith("{\"id\":1,\"name\":\"Tea\"}");
		}
	}

	@Test
	void forgetsWhatIsReadAfterItsTimeToLive() {
		try (TestCaches idle = process(idle(Duration.ofMillis(400)).timeToLive(Duration.ofMillis(1200)))) {
			Cache products = idle.cache("products");
			products.put(1, TEA);
			long written = System.nanoTime();
			Awaitility.await().pollInterval(Duration.ofMillis(5)).until(() -> products.get(1) == null);
			assertThat(System.nanoTime() - written).isGreaterThan(Duration.ofMillis(600).toNanos());
		}
	}

	@Test
	void extendsAtMostOnceInAQuarterOfTheIdleTime() {
		Duration idleTime = Duration.ofSeconds(1);
		try (TestCaches idle = process(idle(idleTime))) {
			Cache products = idle.cache("products");
			long start = System.nanoTime();
			redis().configResetstat();
			products.put(1, TEA);
			Awaitility.await().pollDelay(Duration.ZERO).pollInterval(Duration.ofNanos(1)).until(() -> {
				products.get(1);
				return calls("pexpireat") >= 3;
			});
			long pauses = (System.nanoTime() - start) / (idleTime.toNanos() / 4);
			assertThat(calls("pexpireat")).isLessThanOrEqualTo(pauses + 1);
			assertThat(calls("get")).isGreaterThan(calls("pexpireat"));
			assertThat(calls("getex")).isZero();
		}
	}

	@Test
	void readsWhatAnotherModeHasWritten() {
		try (TestCaches idle = process(idle(Duration.ofMinutes(5)))) {
			this.caches.cache("products").put(1, TEA);
			idle.cache("products").put(2, TEA);
			assertThat(idle.cache("products").get(1, Product.class)).isEqualTo(TEA);
			assertThat(this.caches.cache("products").get(2, Product.class)).isEqualTo(TEA);
			assertThat(this.caches.cache("products").putIfAbsent(2, new Product(2, "Milk")))
				.extracting(ValueWrapper::get)
				.isEqualTo(TEA);
			assertThat(this.caches.cache("products").evictIfPresent(2)).isTrue();
			assertThat(idle.cache("products").evictIfPresent(1)).isTrue();
		}
	}

	@Test
	void keepsNullWhereReadsExtendALife() {
		try (TestCaches idle = process(idle(Duration.ofSeconds(10)))) {
			idle.cache("products").put(1, null);
			assertThat(stored("products", 1)).startsWith("@").endsWith("null");
			assertThat(idle.cache("products").get(1)).isNotNull().extracting(ValueWrapper::get).isNull();
		}
	}

	@Test
	void goesByTheServersClock() {
		ServerTime time = new ServerTime(() -> System.currentTimeMillis() - Duration.ofHours(3).toMillis());
		Awaitility.await().until(() -> time.isKnown(this.caches.cacheManager().server().link().commands()));
		long told = Long.parseLong(redis().time().get(0)) * 1000;
		assertThat(time.getAsLong()).isBetween(told - 2000, told + 5000);
	}

	private static CacheSettings.Builder idle(Duration timeToIdle) {
		return CacheSettings.builder().timeToLive(Duration.ofHours(1)).timeToIdle(timeToIdle).jitter(0);
	}

	private static TestCaches process(CacheSettings.Builder settings) {
		return new TestCaches(server.get(), settings.build());
	}

	private static RedisCommands<String, String> redis() {
		return server.get().commands();
	}

	private static long calls(String command) {
		return redis().info("commandstats")
			.lines()
			.filter((line) -> line.startsWith("cmdstat_" + command + ":"))
			.mapToLong((line) -> Long.parseLong(line.replaceAll("[^=]*calls=(\\d+),.*", "$1")))
			.sum();
	}

	private static String entry(String cache, Object key) {
		return "shop:cache:" + cache + ":" + redis().get("shop:cache-generation:" + cache) + ":" + key;
	}

	private static long pttl(String cache, Object key) {
		return redis().pttl(entry(cache, key));
	}

	private static String stored(String cache, Object key) {
		return String.valueOf(redis().get(entry(cache, key)));
	}

}
