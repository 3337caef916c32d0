package io.github.redistiers.autoconfigure.cache;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

import io.github.redistiers.autoconfigure.cache.CacheProperties.OneCache;
import io.github.redistiers.autoconfigure.cache.CacheProperties.Scope;
import io.github.redistiers.boot.InvalidTierPropertyException;
import io.github.redistiers.boot.cache.DeclaredCaches;
import io.github.redistiers.boot.cache.InvalidTimeToLiveException;
import io.github.redistiers.cache.CacheSettings;
import io.github.redistiers.cache.SingleFlight;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.PropertyMapper;

/**
 * Reads each cache's settings from the properties, and refuses those that cannot be.
 */
class CacheSettingsByName implements Function<String, CacheSettings> {

	private static final String PREFIX = "redis-tiers.cache.";

	private final CacheSettings defaults;

	private final Map<String, CacheSettings> byName = new HashMap<>();

	CacheSettingsByName(CacheProperties properties,
			org.springframework.boot.cache.autoconfigure.CacheProperties.Redis redis) {
		CacheSettings.Builder springs = CacheSettings.builder().cacheNullValues(redis.isCacheNullValues());
		life("spring.cache.redis.time-to-live", redis.getTimeToLive(), springs::timeToLive);
		this.defaults = over(springs.build(), PREFIX, properties.all(), properties.all());
		SizedLives.checkShares(properties.caches());
		properties.caches()
			.forEach((name, cache) -> this.byName.put(DeclaredCaches.uniform(name),
					over(this.defaults, PREFIX + "caches." + name + ".", cache, properties.all())));
	}

	@Override
	public CacheSettings apply(String cacheName) {
		return this.byName.getOrDefault(DeclaredCaches.uniform(cacheName), this.defaults);
	}

	/**
	 * Settings that differ from others where a property is set.
	 */
	private static CacheSettings over(CacheSettings others, String prefix, OneCache cache, OneCache all) {
		CacheSettings.Builder settings = others.mutate();
		life(prefix + "time-to-live", cache.timeToLive(), settings::timeToLive);
		life(prefix + "time-to-idle", cache.timeToIdle(), settings::timeToIdle);
		life(prefix + "null-time-to-live", cache.nullTimeToLive(), settings::nullTimeToLive);
		PropertyMapper map = PropertyMapper.get();
		map.from(cache.jitter()).as((jitter) -> jitter(prefix + "jitter", jitter)).to(settings::jitter);
		map.from(cache.cacheNullValues()).to(settings::cacheNullValues);
		map.from(cache.maxConcurrentLoads())
			.as((loads) -> loads(prefix + "max-concurrent-loads", loads))
			.to(settings::maxConcurrentLoads);
		settings.sizedLife(SizedLives.of(prefix, cache, all));
		settings.singleFlight(singleFlight(prefix, cache, all));
		return settings.build();
	}

	/**
	 * A cache may name the scope and leave the timeout to all caches, or the other way
	 * round.
	 */
	private static SingleFlight singleFlight(String prefix, OneCache cache, OneCache all) {
		Scope scope = (cache.singleFlight() != null) ? cache.singleFlight() : all.singleFlight();
		Duration timeout = (cache.singleFlightTimeout() != null) ? cache.singleFlightTimeout()
				: all.singleFlightTimeout();
		if (timeout == null) {
			timeout = SingleFlight.DEFAULT_TIMEOUT;
		}
		if (timeout.compareTo(Duration.ofMillis(1)) < 0) {
			String property = prefix + "single-flight-timeout";
			throw new InvalidTierPropertyException(property,
					"%s is %d ms, but a load has to wait for some time to find what another instance loads."
						.formatted(property, timeout.toMillis()),
					"Set %s to a duration from 1ms, such as 5s.".formatted(property));
		}
		return (scope == Scope.CLUSTER) ? SingleFlight.cluster(timeout) : SingleFlight.JVM;
	}

	private static void life(String property, @Nullable Duration life, Consumer<Duration> setting) {
		if (life == null) {
			return;
		}
		if (!CacheSettings.isTimeToLive(life)) {
			throw new InvalidTimeToLiveException(property, life);
		}
		setting.accept(life);
	}

	private static double jitter(String property, String text) {
		double jitter = Part.of(property, text);
		if (!CacheSettings.isJitter(jitter)) {
			throw new InvalidTierPropertyException(property,
					"%s is %s, which would leave nothing of an entry's life.".formatted(property, text),
					"Set %s to a percentage from 0%% to 99%%, such as 10%%.".formatted(property));
		}
		return jitter;
	}

	private static int loads(String property, int loads) {
		if (loads < 1) {
			throw new InvalidTierPropertyException(property,
					"%s is %d, but at least one load has to be possible.".formatted(property, loads),
					"Set %s to a number from 1, or leave it out for no limit.".formatted(property));
		}
		return loads;
	}

}
