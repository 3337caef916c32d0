package io.github.redistiers.boot.cache;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

import io.github.redistiers.cache.CacheActivity;
import io.github.redistiers.cache.CacheStatistics;
import io.github.redistiers.observe.TierMeter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.cache.CacheMeterBinder;
import org.jspecify.annotations.Nullable;

/**
 * The meters of one cache. Its size is unknown: counting entries would be a walk through
 * the server's keys.
 */
final class CacheTierMeters extends CacheMeterBinder<CacheActivity> {

	private final CacheActivity activity;

	CacheTierMeters(CacheActivity activity, String cacheName, Iterable<Tag> tags) {
		super(activity, cacheName, tags);
		this.activity = activity;
	}

	@Override
	protected @Nullable Long size() {
		return null;
	}

	@Override
	protected long hitCount() {
		return this.activity.getStatistics().hits();
	}

	@Override
	protected Long missCount() {
		return this.activity.getStatistics().misses();
	}

	@Override
	protected Long evictionCount() {
		return this.activity.getStatistics().evictions();
	}

	@Override
	protected long putCount() {
		return this.activity.getStatistics().puts();
	}

	@Override
	protected void bindImplementationSpecificMetrics(MeterRegistry registry) {
		count(registry, TierMeter.CACHE_REMOVALS, CacheStatistics::evictions);
		count(registry, TierMeter.CACHE_REMOVALS_OWED, CacheStatistics::owedEvictions);
		count(registry, TierMeter.CACHE_REMOVALS_REPLAYED, CacheStatistics::replayedEvictions);
		count(registry, TierMeter.CACHE_PUTS_DROPPED, CacheStatistics::droppedPuts);
		count(registry, TierMeter.CACHE_BYPASSED, CacheStatistics::bypassed);
		count(registry, TierMeter.CACHE_UNREADABLE, CacheStatistics::unreadable);
		count(registry, TierMeter.CACHE_FAILURES, CacheStatistics::failures);
		count(registry, TierMeter.CACHE_LOADS_SAVED, CacheStatistics::savedLoads);
		TimeGauge
			.builder(TierMeter.CACHE_TIME_TO_LIVE.meterName(), this.activity, TimeUnit.MILLISECONDS,
					(cache) -> milliseconds(cache.getStatistics().timeToLive()))
			.tags(getTagsWithCacheName())
			.description(TierMeter.CACHE_TIME_TO_LIVE.description())
			.register(registry);
	}

	private void count(MeterRegistry registry, TierMeter meter, ToLongFunction<CacheStatistics> number) {
		FunctionCounter.builder(meter.meterName(), this.activity, (cache) -> number.applyAsLong(cache.getStatistics()))
			.tags(getTagsWithCacheName())
			.description(meter.description())
			.register(registry);
	}

	private static double milliseconds(Duration duration) {
		return duration.toMillis();
	}

}
