package io.github.redistiers.autoconfigure.cache;

import io.github.redistiers.boot.cache.CacheTierMeterBinderProvider;
import io.github.redistiers.boot.cache.MetersOfLateCaches;
import io.github.redistiers.cache.CacheTierCacheManager;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.cache.autoconfigure.metrics.CacheMetricsAutoConfiguration;
import org.springframework.boot.cache.metrics.CacheMeterBinderProvider;
import org.springframework.boot.cache.metrics.CacheMetricsRegistrar;
import org.springframework.context.annotation.Bean;

/**
 * {@link AutoConfiguration Auto-configuration} for the meters of the cache tier's caches.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = CacheTierCacheAutoConfiguration.class, before = CacheMetricsAutoConfiguration.class)
@ConditionalOnClass({ MeterBinder.class, CacheMeterBinderProvider.class })
@ConditionalOnBean(CacheTierCacheManager.class)
public final class CacheTierMetricsAutoConfiguration {

	@Bean
	CacheTierMeterBinderProvider cacheTierMeterBinderProvider() {
		return new CacheTierMeterBinderProvider();
	}

	@Bean
	MetersOfLateCaches metersOfLateCaches(ObjectProvider<CacheTierCacheManager> cacheManager,
			ObjectProvider<CacheMetricsRegistrar> registrar) {
		return new MetersOfLateCaches(cacheManager, registrar);
	}

}
