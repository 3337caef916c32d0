package io.github.redistiers.benchmarks;

import io.github.redistiers.cache.CacheSettings;
import io.lettuce.core.RedisURI;

import org.springframework.data.redis.cache.BatchStrategies;
import org.springframework.data.redis.cache.BatchStrategy;

/**
 * The caches that are cleared. JetCache has no clear.
 */
enum ClearSubject {

	/** The cache tier. */
	TIERS("Redis Tiers") {

		@Override
		ClearableCache open(RedisURI address) {
			return new SpringCache(
					SpringCaches.tiers(address, CacheSettings.builder().timeToLive(CacheSubject.TIME_TO_LIVE).build()));
		}

	},

	/** As Spring Boot sets it up, but awaiting writes. */
	SPRING_DATA_KEYS("Spring Data RedisCache, KEYS") {

		@Override
		ClearableCache open(RedisURI address) {
			return springData(address, BatchStrategies.keys());
		}

	},

	/** As its users are advised to. */
	SPRING_DATA_SCAN("Spring Data RedisCache, SCAN 1000") {

		@Override
		ClearableCache open(RedisURI address) {
			return springData(address, BatchStrategies.scan(1000));
		}

	},

	/** One hash, and a sorted set of expiries. */
	REDISSON("Redisson RMapCache") {

		@Override
		ClearableCache open(RedisURI address) {
			return new RedissonRemote(address);
		}

	};

	private final String title;

	ClearSubject(String title) {
		this.title = title;
	}

	String title() {
		return this.title;
	}

	abstract ClearableCache open(RedisURI address);

	private static ClearableCache springData(RedisURI address, BatchStrategy batches) {
		return new SpringCache(SpringCaches.springData(address, SpringCaches.genericJson(),
				(writer) -> writer.immediateWrites().batchStrategy(batches)));
	}

}
