package io.github.redistiers.autoconfigure.cache;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.github.redistiers.autoconfigure.connection.BootRedisBackOffAutoConfiguration;
import io.github.redistiers.autoconfigure.connection.TierConnectionAutoConfiguration;
import io.github.redistiers.boot.Analyses;
import io.github.redistiers.boot.cache.CacheOnStoreException;
import io.github.redistiers.cache.CacheSettings;
import io.github.redistiers.cache.CacheTierCacheManager;
import io.github.redistiers.cache.CachedMethods;
import io.github.redistiers.cache.SingleFlight;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.cache.autoconfigure.CacheManagerCustomizer;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisReactiveAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.data.redis.core.RedisTemplate;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.test.util.ReflectionTestUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an application may say about its caches, and what it hears when that is wrong.
 */
@ExtendWith(OutputCaptureExtension.class)
class CacheTierCacheAutoConfigurationTests {

	private static final String CACHE = "redis-tiers.cache.url=redis://cache.invalid:7000";

	private static final String STORE = "redis-tiers.store.url=redis://store.invalid:7001";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(TierConnectionAutoConfiguration.class, BootRedisBackOffAutoConfiguration.class,
						DataRedisAutoConfiguration.class, DataRedisReactiveAutoConfiguration.class,
						CacheTierCacheAutoConfiguration.class, CacheAutoConfiguration.class))
		.withUserConfiguration(Caching.class);

	private final ApplicationContextRunner both = this.runner.withPropertyValues(CACHE, STORE,
			"spring.application.name=shop");

	@Test
	void cachesOnTheCacheTierUnderBootsBeanName() {
		this.both.run((context) -> {
			assertThat(context).hasNotFailed().hasSingleBean(CacheManager.class);
			assertThat(context.getBean("cacheManager")).isInstanceOf(CacheTierCacheManager.class)
				.hasFieldOrPropertyWithValue("connectionFactory", context.getBean("redisCacheConnectionFactory"))
				.hasFieldOrPropertyWithValue("keyPrefix", "shop:");
		});
	}

	@Test
	void needsNoStore() {
		this.runner.withPropertyValues(CACHE)
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(CacheTierCacheManager.class));
	}

	@Test
	void leavesTheApplicationsOwnCacheManagerInCharge() {
		this.both.withUserConfiguration(OwnCacheManager.class)
			.run((context) -> assertThat(context.getBean(CacheManager.class))
				.isInstanceOf(ConcurrentMapCacheManager.class));
	}

	@ParameterizedTest
	@CsvSource({ "simple, ConcurrentMapCacheManager", "none, NoOpCacheManager", "redis, CacheTierCacheManager" })
	void honoursTheTypeOfCache(String type, String expected) {
		this.both.withPropertyValues("spring.cache.type=" + type)
			.run((context) -> assertThat(context.getBean(CacheManager.class).getClass().getSimpleName())
				.isEqualTo(expected));
	}

	@Test
	void knowsTheCachesOfSpringsProperty() {
		this.both.withPropertyValues("spring.cache.cache-names=a,b")
			.run((context) -> assertThat(context.getBean(CacheManager.class).getCacheNames()).containsExactly("a",
					"b"));
	}

	@Test
	void appliesCacheManagerCustomizers() {
		this.both
			.withBean("customizer", CacheManagerCustomizer.class,
					() -> (CacheManagerCustomizer<CacheTierCacheManager>) (manager) -> manager
						.setCacheNames(List.of("mine")))
			.run((context) -> assertThat(context.getBean(CacheManager.class).getCacheNames()).containsExactly("mine"));
	}

	@Test
	void letsEntriesLiveTenMinutesUnlessTold() {
		this.both.run(timeToLive("products", Duration.ofMinutes(10)));
		this.both.withPropertyValues("spring.cache.redis.time-to-live=5m")
			.run(timeToLive("products", Duration.ofMinutes(5)));
		this.both.withPropertyValues("spring.cache.redis.time-to-live=5m", "redis-tiers.cache.time-to-live=3m")
			.run(timeToLive("products", Duration.ofMinutes(3)));
		this.both
			.withPropertyValues("redis-tiers.cache.time-to-live=3m",
					"redis-tiers.cache.caches.products.time-to-live=30s")
			.run(timeToLive("products", Duration.ofSeconds(30)));
		this.both
			.withPropertyValues("redis-tiers.cache.time-to-live=3m",
					"redis-tiers.cache.caches.products.time-to-live=30s")
			.run(timeToLive("others", Duration.ofMinutes(3)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "product-list", "productList", "product_list", "productlist" })
	void matchesCacheNamesThatLostTheirDashes(String name) {
		this.both
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment",
						Map.of("REDISTIERS_CACHE_CACHES_PRODUCTLIST_TIMETOLIVE", "7s"))))
			.run(timeToLive(name, Duration.ofSeconds(7)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "redis-tiers.cache.time-to-live", "redis-tiers.cache.caches.products.time-to-live",
			"spring.cache.redis.time-to-live" })
	void refusesATimeToLiveThatIsNone(String property) {
		for (String value : List.of("0", "-5s", "100us")) {
			this.both.withPropertyValues(property + "=" + value).run((context) -> {
				FailureAnalysis analysis = analysis(context);
				assertThat(analysis.getDescription()).startsWith(property + " is ");
				assertThat(analysis.getAction()).startsWith("Set " + property + " to a duration");
			});
		}
	}

	@Test
	void givesMemoryBackUnlessTold() {
		this.both.run((context) -> assertThat(context.getBean(CacheTierCacheManager.class))
			.hasFieldOrPropertyWithValue("reclaiming", true));
		this.both.withPropertyValues("redis-tiers.cache.reclaim=false")
			.run((context) -> assertThat(context.getBean(CacheTierCacheManager.class))
				.hasFieldOrPropertyWithValue("reclaiming", false));
	}

	@Test
	void loadsOnceInEachInstanceUnlessTold() {
		this.both.run(singleFlight("products", SingleFlight.JVM));
		this.both.withPropertyValues("redis-tiers.cache.single-flight=cluster")
			.run(singleFlight("products", SingleFlight.cluster(Duration.ofSeconds(5))));
		ApplicationContextRunner one = this.both.withPropertyValues(
				"redis-tiers.cache.caches.product-list.single-flight=cluster",
				"redis-tiers.cache.single-flight-timeout=3s");
		one.run(singleFlight("productList", SingleFlight.cluster(Duration.ofSeconds(3))));
		one.run(singleFlight("others", SingleFlight.JVM));
		one.withPropertyValues("redis-tiers.cache.caches.product-list.single-flight-timeout=2s")
			.run(singleFlight("product-list", SingleFlight.cluster(Duration.ofSeconds(2))));
		this.both
			.withPropertyValues("redis-tiers.cache.single-flight=cluster",
					"redis-tiers.cache.caches.products.single-flight=jvm")
			.run(singleFlight("products", SingleFlight.JVM));
	}

	@ParameterizedTest
	@ValueSource(strings = { "redis-tiers.cache.single-flight-timeout",
			"redis-tiers.cache.caches.products.single-flight-timeout" })
	void refusesToWaitForNoTime(String property) {
		this.both.withPropertyValues(property + "=0").run((context) -> {
			FailureAnalysis analysis = analysis(context);
			assertThat(analysis.getDescription()).startsWith(property + " is 0 ms");
			assertThat(analysis.getAction()).startsWith("Set " + property + " to a duration");
		});
	}

	@Test
	void limitsLoadsOfACacheWhereToldSo() {
		this.both.run((context) -> assertThat(settings(context, "products").maxConcurrentLoads())
			.isEqualTo(CacheSettings.UNLIMITED_LOADS));
		this.both
			.withPropertyValues("redis-tiers.cache.max-concurrent-loads=9",
					"redis-tiers.cache.caches.products.max-concurrent-loads=3",
					"redis-tiers.cache.caches.prices.time-to-live=1s")
			.run((context) -> {
				assertThat(settings(context, "products").maxConcurrentLoads()).isEqualTo(3);
				assertThat(settings(context, "prices").maxConcurrentLoads()).isEqualTo(9);
				assertThat(settings(context, "others").maxConcurrentLoads()).isEqualTo(9);
			});
	}

	@Test
	void publishesNoRegistryOfCircuitBreakers() {
		this.both.run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(CircuitBreakerRegistry.class);
			assertThat(context.getBean(CacheTierCacheManager.class)).extracting("server.breakers.config").isNotNull();
		});
	}

	@Test
	void usesTheApplicationsRegistryOfCircuitBreakers() {
		CircuitBreakerRegistry registry = CircuitBreakerRegistry.ofDefaults();
		this.both.withBean(CircuitBreakerRegistry.class, () -> registry)
			.withPropertyValues("redis-tiers.cache.circuit-breaker.failure-rate-threshold=30",
					"redis-tiers.cache.circuit-breaker.sliding-window-size=12",
					"redis-tiers.cache.circuit-breaker.slow-call-duration-threshold=70ms")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				CircuitBreakerConfig config = registry.find("redis-tiers-cache")
					.orElseThrow()
					.getCircuitBreakerConfig();
				assertThat(config.getFailureRateThreshold()).isEqualTo(30);
				assertThat(config.getSlidingWindowSize()).isEqualTo(12);
				assertThat(config.getSlowCallDurationThreshold()).isEqualTo(Duration.ofMillis(70));
			});
	}

	@Test
	void judgesByTheConfigurationThatTheApplicationsRegistryKnows() {
		CircuitBreakerConfig own = CircuitBreakerConfig.custom().failureRateThreshold(77).build();
		CircuitBreakerRegistry registry = CircuitBreakerRegistry.of(Map.of("redis-tiers-cache", own));
		this.both.withBean(CircuitBreakerRegistry.class, () -> registry)
			.run((context) -> assertThat(registry.find("redis-tiers-cache").orElseThrow().getCircuitBreakerConfig())
				.isSameAs(own));
	}

	@Test
	void goesWithoutCircuitBreakersWhereToldSo() {
		CircuitBreakerRegistry registry = CircuitBreakerRegistry.ofDefaults();
		this.both.withBean(CircuitBreakerRegistry.class, () -> registry)
			.withPropertyValues("redis-tiers.cache.circuit-breaker.enabled=false")
			.run((context) -> {
				assertThat(context.getBean(CacheTierCacheManager.class)).extracting("server.breakers.config").isNull();
				assertThat(registry.getAllCircuitBreakers()).isEmpty();
			});
	}

	@ParameterizedTest
	@CsvSource({ "circuit-breaker.failure-rate-threshold,0", "circuit-breaker.failure-rate-threshold,101",
			"circuit-breaker.sliding-window-size,1", "circuit-breaker.slow-call-duration-threshold,0",
			"circuit-breaker.wait-duration-in-open-state,0", "max-concurrent-loads,0",
			"caches.products.max-concurrent-loads,-1" })
	void refusesWhatIsNoCircuitBreakerAndNoLimit(String property, String value) {
		this.both.withPropertyValues("redis-tiers.cache." + property + "=" + value).run((context) -> {
			FailureAnalysis analysis = analysis(context);
			assertThat(analysis.getDescription()).startsWith("redis-tiers.cache." + property + " is ");
			assertThat(analysis.getAction()).startsWith("Set redis-tiers.cache." + property + " to ");
		});
	}

	@Test
	void honoursSpringsPrefix() {
		this.both.withPropertyValues("spring.cache.redis.key-prefix=mine:").run(prefix("mine:"));
		this.both.withPropertyValues("spring.cache.redis.use-key-prefix=false").run(prefix(""));
		this.both.withPropertyValues("spring.cache.redis.key-prefix=mine:", "redis-tiers.cache.key-prefix=ours:")
			.run(prefix("ours:"));
	}

	@Test
	void warnsWhenKeysHaveNoPrefix(CapturedOutput output) {
		this.runner.withPropertyValues(CACHE).run(prefix(""));
		assertThat(output).contains("Set spring.application.name or redis-tiers.cache.key-prefix.");
	}

	@Test
	void honoursWhetherNullIsKept() {
		this.both.withPropertyValues("spring.cache.redis.cache-null-values=false")
			.run((context) -> assertThat(settings(context, "a").cacheNullValues()).isFalse());
		this.both.run((context) -> assertThat(settings(context, "a").cacheNullValues()).isTrue());
	}

	@Test
	void refusesToCacheOnTheStore() {
		this.runner.withPropertyValues(STORE).run((context) -> {
			assertThat(context).getFailure().isInstanceOf(CacheOnStoreException.class);
			FailureAnalysis analysis = analysis(context);
			assertThat(analysis.getAction()).contains("redis-tiers.cache.url").contains("spring.cache.type");
		});
	}

	@Test
	void cachesElsewhereBesideAStore() {
		this.runner.withPropertyValues(STORE, "spring.cache.type=simple")
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(ConcurrentMapCacheManager.class));
	}

	@Test
	void learnsTypesFromAnnotatedMethods() {
		this.both.withBean(Catalogue.class).run((context) -> {
			CachedMethods methods = context.getBean(CachedMethods.class);
			assertThat(methods.typeOf("products")).isEqualTo(Product.class);
			assertThat(methods.typeOf("lists")).hasToString("java.util.List<" + Product.class.getName() + ">");
			assertThat(methods.typeOf("counts")).isEqualTo(Long.class);
			assertThat(methods.typeOf("mixed")).isNull();
			assertThat(methods.typeOf("unknown")).isNull();
		});
	}

	@Test
	void reportsCacheableWithoutEnableCaching(CapturedOutput output) {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(TierConnectionAutoConfiguration.class,
					BootRedisBackOffAutoConfiguration.class, DataRedisAutoConfiguration.class,
					CacheTierCacheAutoConfiguration.class, CacheAutoConfiguration.class))
			.withPropertyValues(CACHE)
			.withBean(Catalogue.class)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).containsOnlyOnce("Add @EnableCaching");
	}

	@Test
	void saysNothingWhereCachingIsEnabled(CapturedOutput output) {
		this.both.withBean(Catalogue.class).run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain("@EnableCaching");
	}

	@Test
	void givesStrictTemplatesUnlessTold() {
		this.both.run((context) -> {
			assertThat(context.getBean("redisCacheStringTemplate")).isNotExactlyInstanceOf(StringRedisTemplate.class);
			assertThat(context.getBean("redisCacheTemplate")).isNotExactlyInstanceOf(RedisTemplate.class);
			assertThat(context.getBean("redisCacheReactiveStringTemplate"))
				.isNotExactlyInstanceOf(ReactiveStringRedisTemplate.class);
		});
		this.both.withPropertyValues("redis-tiers.cache.strict=false").run((context) -> {
			assertThat(context.getBean("redisCacheStringTemplate")).isExactlyInstanceOf(StringRedisTemplate.class);
			assertThat(context.getBean("redisCacheTemplate")).isExactlyInstanceOf(RedisTemplate.class);
			assertThat(context.getBean("redisCacheReactiveStringTemplate"))
				.isExactlyInstanceOf(ReactiveStringRedisTemplate.class);
		});
	}

	@Test
	void isAbsentWhereSpringBootsCacheModuleIs() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(TierConnectionAutoConfiguration.class,
					BootRedisBackOffAutoConfiguration.class, DataRedisAutoConfiguration.class,
					CacheTierCacheAutoConfiguration.class))
			.withPropertyValues(CACHE)
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.cache"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(CacheManager.class));
	}

	private static ContextConsumer<AssertableApplicationContext> timeToLive(String cache, Duration expected) {
		return (context) -> assertThat(settings(context, cache).timeToLive()).isEqualTo(expected);
	}

	private static ContextConsumer<AssertableApplicationContext> singleFlight(String cache, SingleFlight expected) {
		return (context) -> assertThat(settings(context, cache).singleFlight()).isEqualTo(expected);
	}

	private static ContextConsumer<AssertableApplicationContext> prefix(String expected) {
		return (context) -> assertThat(context.getBean(CacheTierCacheManager.class))
			.hasFieldOrPropertyWithValue("keyPrefix", expected);
	}

	private static CacheSettings settings(AssertableApplicationContext context, String cache) {
		CacheSettingsByName settings = (CacheSettingsByName) ReflectionTestUtils
			.getField(context.getBean(CacheTierCacheManager.class), "settings");
		return Objects.requireNonNull(settings).apply(cache);
	}

	private static FailureAnalysis analysis(AssertableApplicationContext context) {
		return Analyses.of(context.getStartupFailure());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	static class Caching {

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnCacheManager {

		@Bean
		ConcurrentMapCacheManager mine() {
			return new ConcurrentMapCacheManager();
		}

	}

	record Product(long id) {

	}

	static class Catalogue {

		@Cacheable("products")
		public Optional<Product> product(long id) {
			return Optional.of(new Product(id));
		}

		@Cacheable("products")
		public CompletableFuture<Product> later(long id) {
			return CompletableFuture.completedFuture(new Product(id));
		}

		@Cacheable("lists")
		public List<Product> products() {
			return List.of();
		}

		@Cacheable({ "counts", "mixed" })
		public long count() {
			return 1;
		}

		@Cacheable("mixed")
		public String text() {
			return "";
		}

	}

}
