package io.github.redistiers.autoconfigure.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.github.redistiers.autoconfigure.connection.BootRedisBackOffAutoConfiguration;
import io.github.redistiers.autoconfigure.connection.TierConnectionAutoConfiguration;
import io.github.redistiers.boot.Analyses;
import io.github.redistiers.devservices.RedisServerExtension;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Types that properties give to caches, as they come back from a server.
 */
class ValueTypesIntegrationTests {

	private static final String PRODUCT = "io.github.redistiers.autoconfigure.cache.ValueTypesIntegrationTests$Product";

	private static final List<Product> TEAS = List.of(new Product("assam", 3), new Product("ceylon", 5));

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.cache();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(TierConnectionAutoConfiguration.class, BootRedisBackOffAutoConfiguration.class,
						CacheTierCacheAutoConfiguration.class, CacheAutoConfiguration.class))
		.withUserConfiguration(Caching.class)
		.withPropertyValues("redis-tiers.cache.url=" + server.address(), "spring.application.name=shop");

	@ParameterizedTest
	@ValueSource(strings = { "teas", "tea-list" })
	void needNoClassNamesInRedis(String cache) {
		this.runner
			.withPropertyValues("redis-tiers.cache.caches.teas.value-type=java.util.List<" + PRODUCT + ">",
					"redis-tiers.cache.caches.tealist.value-type=java.util.List<" + PRODUCT + ">")
			.run((context) -> {
				assertThat(kept(context.getBean(CacheManager.class), cache, new ArrayList<>(TEAS))).isEqualTo(TEAS);
				assertThat(stored(cache))
					.isEqualTo("[{\"name\":\"assam\",\"price\":3},{\"name\":\"ceylon\",\"price\":5}]");
			});
	}

	@Test
	void winOverWhatMethodsReturn() {
		this.runner.withBean(Catalogue.class)
			.withPropertyValues("redis-tiers.cache.caches.anything.value-type=" + PRODUCT)
			.run((context) -> {
				Product product = TEAS.get(0);
				assertThat(kept(context.getBean(CacheManager.class), "anything", product)).isEqualTo(product);
				assertThat(stored("anything")).isEqualTo("{\"name\":\"assam\",\"price\":3}");
			});
	}

	@Test
	void leaveOtherCachesToTheirMethods() {
		this.runner.withBean(Catalogue.class)
			.withPropertyValues("redis-tiers.cache.caches.teas.value-type=java.lang.String")
			.run((context) -> {
				Product product = TEAS.get(1);
				assertThat(kept(context.getBean(CacheManager.class), "products", product)).isEqualTo(product);
				assertThat(stored("products")).isEqualTo("{\"name\":\"ceylon\",\"price\":5}");
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "com.example.Missing", "java.util.List<com.example.Missing>", "java.util.List<", "?" })
	void refuseTheStartWhenTheyAreNone(String name) {
		this.runner.withPropertyValues("redis-tiers.cache.caches.teas.value-type=" + name).run((context) -> {
			FailureAnalysis analysis = Analyses.of(context.getStartupFailure());
			assertThat(analysis.getDescription()).isEqualTo(
					"redis-tiers.cache.caches.teas.value-type is " + name + ", which is no type of this application.");
			assertThat(analysis.getAction()).startsWith("Set redis-tiers.cache.caches.teas.value-type to a class");
		});
	}

	private static @Nullable Object kept(CacheManager cacheManager, String name, Object value) {
		Cache cache = Objects.requireNonNull(cacheManager.getCache(name));
		// the cache connects in the background and keeps nothing meanwhile
		return Awaitility.await().until(() -> {
			cache.put("a", value);
			return cache.get("a");
		}, Objects::nonNull).get();
	}

	private static String stored(String cache) {
		List<?> keys = (List<?>) Objects.requireNonNull(server.execute("KEYS", "shop:cache:" + cache + ":*"));
		assertThat(keys).hasSize(1);
		return String.valueOf(server.execute("GET", String.valueOf(keys.get(0))));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	static class Caching {

	}

	static class Catalogue {

		@Cacheable("products")
		public Product product() {
			return TEAS.get(0);
		}

		@Cacheable("anything")
		public Object anything() {
			return "";
		}

	}

	record Product(String name, int price) {

	}

}
