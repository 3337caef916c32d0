package io.github.redistiers.autoconfigure.cache;

import java.util.concurrent.TimeUnit;

import io.github.redistiers.autoconfigure.connection.BootRedisBackOffAutoConfiguration;
import io.github.redistiers.autoconfigure.connection.TierConnectionAutoConfiguration;
import io.github.redistiers.boot.cache.CacheTierMeterBinderProvider;
import io.github.redistiers.cache.CacheTierCacheManager;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.observe.TierMeter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.cache.autoconfigure.metrics.CacheMetricsAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.concurrent.ConcurrentMapCache;
import org.springframework.cache.transaction.TransactionAwareCacheDecorator;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an application with meters sees of its caches.
 */
@Timeout(60)
class CacheTierMetricsAutoConfigurationTests {

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.cache();

	private ApplicationContextRunner runner = new ApplicationContextRunner();

	@BeforeEach
	void configure() {
		this.runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(TierConnectionAutoConfiguration.class,
					BootRedisBackOffAutoConfiguration.class, DataRedisAutoConfiguration.class,
					CacheTierCacheAutoConfiguration.class, CacheTierMetricsAutoConfiguration.class,
					CacheAutoConfiguration.class, CacheMetricsAutoConfiguration.class))
			.withUserConfiguration(Caching.class)
			.withPropertyValues("redis-tiers.cache.url=" + server.address(), "spring.application.name=shop",
					"spring.cache.cache-names=products", "redis-tiers.cache.time-to-live=90s");
	}

	@ParameterizedTest
	@ValueSource(strings = { "products", "late" })
	void countsAsSpringBootDoesAlsoForCachesThatAreMadeOnDemand(String name) {
		withMeters().run((context) -> {
			Cache cache = cache(context, name);
			awaitServer(cache);
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			double hits = count(meters, "cache.gets", name, "result", "hit");
			double misses = count(meters, "cache.gets", name, "result", "miss");
			double puts = count(meters, "cache.puts", name);
			cache.get("absent");
			cache.put("a", "b");
			cache.get("a");
			cache.get("a");
			cache.evict("a");
			assertThat(count(meters, "cache.gets", name, "result", "hit") - hits).isEqualTo(2);
			assertThat(count(meters, "cache.gets", name, "result", "miss") - misses).isEqualTo(1);
			assertThat(count(meters, "cache.puts", name) - puts).isEqualTo(1);
			assertThat(count(meters, "cache.evictions", name)).isEqualTo(1);
			assertThat(count(meters, "cache.removals", name)).isEqualTo(1);
			assertThat(meters.find("cache.size").meters()).isEmpty();
		});
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.MATCH_ALL, names = "CACHE_.*")
	void hasEachMeterWithItsDescriptionAndSpringBootsTags(TierMeter meter) {
		withMeters().run((context) -> {
			Meter found = context.getBean(MeterRegistry.class)
				.get(meter.meterName())
				.tags("name", "products", "cache", "products", "cache.manager", "cacheManager")
				.meter();
			assertThat(found.getId().getDescription()).isEqualTo(meter.description());
		});
	}

	@Test
	void tellsTheTimeToLiveInForce() {
		withMeters().run((context) -> assertThat(context.getBean(MeterRegistry.class)
			.get(TierMeter.CACHE_TIME_TO_LIVE.meterName())
			.tag("name", "products")
			.timeGauge()
			.value(TimeUnit.SECONDS)).isEqualTo(90));
	}

	@Test
	void countsWhatWasDroppedAndOwed() {
		withMeters().run((context) -> {
			Cache cache = cache(context, "products");
			awaitServer(cache);
			server.get().kill();
			cache.put("a", "b");
			cache.evict("a");
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			assertThat(count(meters, "cache.puts.dropped", "products")).isPositive();
			assertThat(count(meters, "cache.removals.owed", "products")).isPositive();
			server.get().restart();
			Awaitility.await().until(() -> {
				cache.get("a");
				return count(meters, "cache.removals.replayed", "products") > 0;
			});
		});
	}

	@Test
	void findsTheNumbersBehindADecorator() {
		withMeters().run((context) -> {
			CacheTierMeterBinderProvider provider = context.getBean(CacheTierMeterBinderProvider.class);
			Cache cache = cache(context, "products");
			assertThat(provider.getMeterBinder(new TransactionAwareCacheDecorator(cache), Tags.empty())).isNotNull();
			assertThat(provider.getMeterBinder(new ConcurrentMapCache("others"), Tags.empty())).isNull();
		});
	}

	@Test
	void needsNoRegistry() {
		this.runner.run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(cache(context, "late")).isNotNull();
		});
	}

	@Test
	void needsNoMicrometer() {
		this.runner.withClassLoader(new FilteredClassLoader("io.micrometer")).run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(CacheTierMeterBinderProvider.class);
			Cache cache = cache(context, "late");
			awaitServer(cache);
			assertThat(cache.get("probe", String.class)).isEqualTo("works");
		});
	}

	@Test
	void isAbsentWithoutACacheTier() {
		this.runner
			.withPropertyValues("redis-tiers.cache.url=", "spring.cache.type=simple",
					"redis-tiers.store.url=redis://store.invalid:7001")
			.withBean(SimpleMeterRegistry.class)
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(CacheTierCacheManager.class)
				.doesNotHaveBean(CacheTierMeterBinderProvider.class));
	}

	private ApplicationContextRunner withMeters() {
		return this.runner.withBean(SimpleMeterRegistry.class);
	}

	private static void awaitServer(Cache cache) {
		Awaitility.await().until(() -> {
			cache.put("probe", "works");
			return cache.get("probe") != null;
		});
	}

	private static Cache cache(ApplicationContext context, String name) {
		Cache cache = context.getBean(CacheManager.class).getCache(name);
		if (cache == null) {
			throw new AssertionError(name);
		}
		return cache;
	}

	private static double count(MeterRegistry meters, String meter, String cache, String... tags) {
		return meters.get(meter).tag("name", cache).tags(tags).functionCounter().count();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	static class Caching {

	}

}
