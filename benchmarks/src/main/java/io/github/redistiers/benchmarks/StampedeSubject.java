package io.github.redistiers.benchmarks;

import java.util.function.Consumer;

import io.github.redistiers.cache.CacheSettings;
import io.github.redistiers.cache.SingleFlight;
import io.lettuce.core.RedisURI;

import org.springframework.data.redis.cache.RedisCacheWriter.RedisCacheWriterConfigurer;

/**
 * The caches that can load what they miss, protected as far as each can be by setting.
 */
enum StampedeSubject {

	/** The cache tier. */
	TIERS("Redis Tiers, single-flight: cluster") {

		@Override
		LoadingCache open(RedisURI address) {
			return new SpringCache(SpringCaches.tiers(address,
					CacheSettings.builder()
						.timeToLive(CacheSubject.TIME_TO_LIVE)
						.singleFlight(SingleFlight.cluster(SingleFlight.DEFAULT_TIMEOUT))
						.build()));
		}

	},

	/** As Spring Boot sets it up, but awaiting writes. */
	SPRING_DATA("Spring Data RedisCache, non-locking writer") {

		@Override
		LoadingCache open(RedisURI address) {
			return springData(address, RedisCacheWriterConfigurer::immediateWrites);
		}

	},

	/** With its lock, which is one for the whole cache. */
	SPRING_DATA_LOCKING("Spring Data RedisCache, locking writer") {

		@Override
		LoadingCache open(RedisURI address) {
			return springData(address, (writer) -> writer.immediateWrites().enableLocking());
		}

	},

	/** It has a lock for each key. */
	REDISSON("Redisson RMapCache, computeIfAbsent") {

		@Override
		LoadingCache open(RedisURI address) {
			return new RedissonRemote(address);
		}

	},

	/** It lets one thread of each JVM load. */
	JETCACHE("JetCache remote, penetration protected") {

		@Override
		LoadingCache open(RedisURI address) {
			return new JetCacheRemote(address);
		}

	};

	private final String title;

	StampedeSubject(String title) {
		this.title = title;
	}

	String title() {
		return this.title;
	}

	abstract LoadingCache open(RedisURI address);

	private static LoadingCache springData(RedisURI address, Consumer<RedisCacheWriterConfigurer> writer) {
		return new SpringCache(SpringCaches.springData(address, SpringCaches.genericJson(), writer));
	}

}
