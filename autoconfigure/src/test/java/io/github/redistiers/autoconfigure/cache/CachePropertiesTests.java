package io.github.redistiers.autoconfigure.cache;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.github.redistiers.autoconfigure.connection.BootRedisBackOffAutoConfiguration;
import io.github.redistiers.autoconfigure.connection.TierConnectionAutoConfiguration;
import io.github.redistiers.boot.Analyses;
import io.github.redistiers.boot.cache.UnknownCacheException;
import io.github.redistiers.cache.CacheSettings;
import io.github.redistiers.cache.CacheTierCacheManager;
import io.github.redistiers.cache.SizedLife;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.cache.autoconfigure.CacheManagerCustomizer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.test.util.ReflectionTestUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What the properties of single caches mean, and what those that cannot be lead to.
 */
@ExtendWith(OutputCaptureExtension.class)
class CachePropertiesTests {

	private static final String REFUSE = "redis-tiers.cache.unknown-caches=refuse";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(TierConnectionAutoConfiguration.class, BootRedisBackOffAutoConfiguration.class,
						CacheTierCacheAutoConfiguration.class, CacheAutoConfiguration.class))
		.withUserConfiguration(Caching.class)
		.withPropertyValues("redis-tiers.cache.url=redis://cache.invalid:7000", "spring.application.name=shop");

	@Test
	void haveTheDefaultsOfTheSettings() {
		this.runner.run((context) -> assertThat(settings(context, "products")).usingRecursiveComparison()
			.isEqualTo(CacheSettings.builder().build()));
	}

	@Test
	void setHowLongEntriesLive() {
		this.runner
			.withPropertyValues("redis-tiers.cache.time-to-live=2h", "redis-tiers.cache.time-to-idle=20m",
					"redis-tiers.cache.null-time-to-live=5s", "redis-tiers.cache.jitter=25%",
					"redis-tiers.cache.cache-null-values=false")
			.run((context) -> assertThat(settings(context, "products")).usingRecursiveComparison()
				.isEqualTo(CacheSettings.builder()
					.timeToLive(Duration.ofHours(2))
					.timeToIdle(Duration.ofMinutes(20))
					.nullTimeToLive(Duration.ofSeconds(5))
					.jitter(0.25)
					.cacheNullValues(false)
					.build()));
	}

	@Test
	void areOverriddenForASingleCache() {
		this.runner
			.withPropertyValues("redis-tiers.cache.time-to-live=2h", "redis-tiers.cache.time-to-idle=20m",
					"redis-tiers.cache.caches.products.time-to-idle=10m",
					"redis-tiers.cache.caches.products.null-time-to-live=5s",
					"redis-tiers.cache.caches.products.jitter=0", "spring.cache.redis.cache-null-values=false",
					"redis-tiers.cache.caches.products.cache-null-values=true")
			.run((context) -> {
				assertThat(settings(context, "products")).usingRecursiveComparison()
					.isEqualTo(CacheSettings.builder()
						.timeToLive(Duration.ofHours(2))
						.timeToIdle(Duration.ofMinutes(10))
						.nullTimeToLive(Duration.ofSeconds(5))
						.jitter(0)
						.build());
				assertThat(settings(context, "others")).usingRecursiveComparison()
					.isEqualTo(CacheSettings.builder()
						.timeToLive(Duration.ofHours(2))
						.timeToIdle(Duration.ofMinutes(20))
						.cacheNullValues(false)
						.build());
			});
	}

	@Test
	void comeFromEnvironmentVariables() {
		this.runner
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment",
						Map.of("REDISTIERS_CACHE_CACHES_PRODUCTLIST_TIMETOIDLE", "7s", "REDISTIERS_CACHE_JITTER",
								"5%"))))
			.run((context) -> {
				assertThat(settings(context, "product-list").timeToIdle()).isEqualTo(Duration.ofSeconds(7));
				assertThat(settings(context, "product-list").jitter()).isEqualTo(0.05);
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "redis-tiers.cache.time-to-live", "redis-tiers.cache.time-to-idle",
			"redis-tiers.cache.time-to-live-min", "redis-tiers.cache.caches.products.time-to-live-max",
			"redis-tiers.cache.null-time-to-live", "redis-tiers.cache.caches.products.time-to-live",
			"redis-tiers.cache.caches.products.time-to-idle", "redis-tiers.cache.caches.products.null-time-to-live" })
	void refuseALifeThatIsNone(String property) {
		for (String value : List.of("0", "-5s", "100us", "40000d")) {
			this.runner.withPropertyValues(property + "=" + value).run((context) -> {
				FailureAnalysis analysis = Analyses.of(context.getStartupFailure());
				assertThat(analysis.getDescription()).startsWith(property + " is ");
				assertThat(analysis.getAction()).startsWith("Set " + property + " to a duration");
			});
		}
	}

	@ParameterizedTest
	@CsvSource({ "100%, nothing of an entry's life", "150%, from 0% to 100%", "10, from 0% to 100%",
			"-1%, from 0% to 100%", "NaN, from 0% to 100%", "much, no number" })
	void refuseAJitterThatCannotBe(String value, String reason) {
		for (String property : List.of("redis-tiers.cache.jitter", "redis-tiers.cache.caches.products.jitter")) {
			this.runner.withPropertyValues(property + "=" + value).run((context) -> {
				FailureAnalysis analysis = Analyses.of(context.getStartupFailure());
				assertThat(analysis.getDescription()).startsWith(property + " is ").contains(value).contains(reason);
				assertThat(analysis.getAction()).startsWith("Set " + property + " to a percentage");
			});
		}
	}

	@Test
	void sizeLivesByTheMemory() {
		this.runner
			.withPropertyValues("redis-tiers.cache.ttl-mode=lru", "redis-tiers.cache.time-to-live-min=10s",
					"redis-tiers.cache.time-to-live-max=6h", "redis-tiers.cache.caches.products.memory-share=30%",
					"redis-tiers.cache.caches.products.time-to-live-max=1h",
					"redis-tiers.cache.caches.prices.ttl-mode=fixed")
			.run((context) -> {
				assertThat(settings(context, "others").sizedLife())
					.isEqualTo(new SizedLife(Duration.ofSeconds(10), Duration.ofHours(6), null));
				assertThat(settings(context, "products").sizedLife())
					.isEqualTo(new SizedLife(Duration.ofSeconds(10), Duration.ofHours(1), 0.3));
				assertThat(settings(context, "prices").sizedLife()).isNull();
			});
	}

	@Test
	void sizeLivesOfASingleCache() {
		this.runner.withPropertyValues("redis-tiers.cache.caches.products.ttl-mode=lru",
				"redis-tiers.cache.caches.brief.ttl-mode=lru", "redis-tiers.cache.caches.brief.time-to-live-max=30s",
				"redis-tiers.cache.caches.long.ttl-mode=lru", "redis-tiers.cache.caches.long.time-to-live-min=2d")
			.run((context) -> {
				assertThat(settings(context, "others").sizedLife()).isNull();
				assertThat(settings(context, "products").sizedLife())
					.isEqualTo(new SizedLife(Duration.ofMinutes(1), Duration.ofHours(24), null));
				assertThat(settings(context, "brief").sizedLife())
					.isEqualTo(new SizedLife(Duration.ofSeconds(30), Duration.ofSeconds(30), null));
				assertThat(settings(context, "long").sizedLife())
					.isEqualTo(new SizedLife(Duration.ofDays(2), Duration.ofDays(2), null));
			});
	}

	@Test
	void refuseSharesAboveTheWhole() {
		this.runner
			.withPropertyValues("redis-tiers.cache.caches.products.memory-share=70%",
					"redis-tiers.cache.caches.prices.memory-share=40%")
			.run((context) -> {
				FailureAnalysis analysis = Analyses.of(context.getStartupFailure());
				assertThat(analysis.getDescription()).isEqualTo(
						"The shares of redis-tiers.cache.caches.*.memory-share are 110% of the cache server's memory in total: prices 40%, products 70%.");
				assertThat(analysis.getAction()).isEqualTo(
						"Lower some of redis-tiers.cache.caches.*.memory-share so that they are at most 100% together. What they leave is for the caches without a share.");
			});
	}

	@Test
	void takeSharesThatAreTheWhole() {
		this.runner
			.withPropertyValues("redis-tiers.cache.caches.a.memory-share=33.3%",
					"redis-tiers.cache.caches.b.memory-share=33.3%", "redis-tiers.cache.caches.c.memory-share=33.4%")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@ParameterizedTest
	@CsvSource({ "0%, no memory", "150%, from 0% to 100%", "30, from 0% to 100%", "half, no number" })
	void refuseAShareThatCannotBe(String value, String reason) {
		String property = "redis-tiers.cache.caches.products.memory-share";
		this.runner.withPropertyValues(property + "=" + value).run((context) -> {
			FailureAnalysis analysis = Analyses.of(context.getStartupFailure());
			assertThat(analysis.getDescription()).startsWith(property + " is ").contains(value).contains(reason);
			assertThat(analysis.getAction()).startsWith("Set " + property + " to a percentage");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "redis-tiers.cache.", "redis-tiers.cache.caches.products." })
	void refuseAShortestLifeThatIsLongerThanTheLongest(String prefix) {
		this.runner.withPropertyValues(prefix + "time-to-live-min=2h", prefix + "time-to-live-max=1h")
			.run((context) -> {
				FailureAnalysis analysis = Analyses.of(context.getStartupFailure());
				assertThat(analysis.getDescription())
					.isEqualTo(prefix + "time-to-live-min is longer than time-to-live-max, PT2H against PT1H.");
				assertThat(analysis.getAction()).startsWith("Set " + prefix + "time-to-live-min to a duration");
			});
	}

	@Test
	void makeUnknownCachesOnDemandUnlessTold() {
		this.runner.withBean(Catalogue.class)
			.run((context) -> assertThat(context.getBean(CacheManager.class).getCache("any")).isNotNull());
	}

	@Test
	void refuseTheStartWhenAnAnnotationNamesAnUnknownCache() {
		this.runner.withBean(Catalogue.class)
			.withPropertyValues(REFUSE, "spring.cache.cache-names=product,price-list,old",
					"redis-tiers.cache.caches.news.time-to-live=1m")
			.run((context) -> {
				FailureAnalysis analysis = Analyses.of(context.getStartupFailure());
				assertThat(analysis.getDescription()).isEqualTo(
						"There is no cache \"products\", and redis-tiers.cache.unknown-caches=refuse allows only those of spring.cache.cache-names and redis-tiers.cache.caches: news, old, price-list, product.");
				assertThat(analysis.getAction()).isEqualTo(
						"Did you mean \"product\"? Otherwise add \"products\" to spring.cache.cache-names, or set redis-tiers.cache.unknown-caches=create.");
			});
	}

	@Test
	void refuseAnUnknownCacheThatIsAskedForByName() {
		this.runner.withBean(Catalogue.class)
			.withPropertyValues(REFUSE, "spring.cache.cache-names=products",
					"redis-tiers.cache.caches.price-list.time-to-live=1m",
					"redis-tiers.cache.caches.old.time-to-live=1m")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				CacheManager cacheManager = context.getBean(CacheManager.class);
				assertThat(cacheManager.getCache("products")).isNotNull();
				assertThat(cacheManager.getCache("priceList")).isNotNull();
				assertThatExceptionOfType(UnknownCacheException.class).isThrownBy(() -> cacheManager.getCache("any"))
					.withMessageContainingAll("\"any\"", "redis-tiers.cache.unknown-caches",
							"old, price-list, products");
			});
	}

	@Test
	void refuseNoCacheThatACustomizerNames() {
		this.runner.withBean(Catalogue.class)
			.withPropertyValues(REFUSE)
			.withBean("customizer", CacheManagerCustomizer.class,
					() -> (CacheManagerCustomizer<CacheTierCacheManager>) (manager) -> manager
						.setCacheNames(List.of("products", "price-list", "old")))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void refuseNothingWhereAnotherCacheManagerIsInCharge() {
		this.runner.withBean(Catalogue.class)
			.withPropertyValues(REFUSE)
			.withBean(ConcurrentMapCacheManager.class)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void warnOfSettingsThatNoCacheUses(CapturedOutput output) {
		this.runner.withBean(Catalogue.class)
			.withPropertyValues("redis-tiers.cache.caches.prodcuts.time-to-live=1m",
					"redis-tiers.cache.caches.products.time-to-live=1m",
					"redis-tiers.cache.caches.pricelist.time-to-live=1m",
					"redis-tiers.cache.caches.old.time-to-live=1m",
					"redis-tiers.cache.caches.something-else.time-to-live=1m",
					"redis-tiers.cache.caches.named.time-to-live=1m", "spring.cache.cache-names=named")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).containsOnlyOnce(
				"The settings under 'redis-tiers.cache.caches.prodcuts' have no effect so far: neither an annotation nor spring.cache.cache-names names such a cache. Did you mean 'products'?")
			.containsOnlyOnce("'redis-tiers.cache.caches.something-else' have no effect so far")
			.doesNotContain("caches.products'", "caches.pricelist'", "caches.old'", "caches.named'");
		assertThat(output.toString().lines().filter((line) -> line.contains("something-else")))
			.noneMatch((line) -> line.contains("Did you mean"));
	}

	static CacheSettings settings(AssertableApplicationContext context, String cache) {
		CacheSettingsByName settings = (CacheSettingsByName) ReflectionTestUtils
			.getField(context.getBean(CacheTierCacheManager.class), "settings");
		return Objects.requireNonNull(settings).apply(cache);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	static class Caching {

	}

	static class Catalogue {

		@Cacheable("products")
		public String product(long id) {
			return "";
		}

		@Cacheable(cacheNames = "price-list")
		public String prices() {
			return "";
		}

		@CacheEvict("old")
		public void forget() {
		}

		@Cacheable(cacheNames = "elsewhere", cacheManager = "other")
		public String elsewhere() {
			return "";
		}

	}

}
