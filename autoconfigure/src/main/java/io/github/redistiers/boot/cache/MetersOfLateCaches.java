package io.github.redistiers.boot.cache;

import io.github.redistiers.cache.CacheTierCacheManager;
import io.micrometer.core.instrument.Tag;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.cache.metrics.CacheMetricsRegistrar;

/**
 * Publishes the meters of caches that are made when they are first used: Spring Boot
 * looks for caches at start-up alone.
 *
 * @since 0.1.0
 */
public final class MetersOfLateCaches implements SmartInitializingSingleton {

	/**
	 * As Spring Boot tags caches: the bean's name.
	 */
	private static final Tag CACHE_MANAGER = Tag.of("cache.manager", "cacheManager");

	private final ObjectProvider<CacheTierCacheManager> cacheManager;

	private final ObjectProvider<CacheMetricsRegistrar> registrar;

	/**
	 * Meters of one manager's caches.
	 * @param cacheManager the manager
	 * @param registrar publishes meters; absent where the application has no registry
	 */
	public MetersOfLateCaches(ObjectProvider<CacheTierCacheManager> cacheManager,
			ObjectProvider<CacheMetricsRegistrar> registrar) {
		this.cacheManager = cacheManager;
		this.registrar = registrar;
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.registrar.ifAvailable((meters) -> this.cacheManager
			.ifAvailable((caches) -> caches.onCreation((cache) -> meters.bindCacheToRegistry(cache, CACHE_MANAGER))));
	}

}
