package io.github.redistiers.boot.cache;

import io.github.redistiers.cache.CacheActivity;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.cache.metrics.CacheMeterBinderProvider;
import org.springframework.cache.Cache;

/**
 * Has Spring Boot publish the numbers of the cache tier's caches, also behind decorators
 * that pass the native cache on.
 *
 * @since 0.1.0
 */
public final class CacheTierMeterBinderProvider implements CacheMeterBinderProvider<Cache> {

	@Override
	public @Nullable MeterBinder getMeterBinder(Cache cache, Iterable<Tag> tags) {
		return (cache.getNativeCache() instanceof CacheActivity activity)
				? new CacheTierMeters(activity, cache.getName(), tags) : null;
	}

}
