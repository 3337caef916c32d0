package io.github.redistiers.benchmarks;

import java.time.Duration;

import io.github.redistiers.cache.CacheSettings;
import io.lettuce.core.RedisURI;

import org.springframework.data.redis.cache.RedisCacheWriter.RedisCacheWriterConfigurer;
import org.springframework.data.redis.serializer.RedisSerializer;

/**
 * The caches that are compared. Each has a time to live and waits for its writes.
 */
public enum CacheSubject {

	/** What the others are compared with. */
	RAW("raw Lettuce, bytes, flushes single") {

		@Override
		MeasuredCache open(RedisURI address) {
			return new RawLettuce(address);
		}

	},

	/** The cache tier. */
	TIERS("Redis Tiers") {

		@Override
		MeasuredCache open(RedisURI address) {
			return new SpringCache(
					SpringCaches.tiers(address, CacheSettings.builder().timeToLive(TIME_TO_LIVE).build()));
		}

	},

	/** As Spring Boot sets it up, but awaiting writes. */
	SPRING_DATA_JDK("Spring Data RedisCache, JDK serialization") {

		@Override
		MeasuredCache open(RedisURI address) {
			return new SpringCache(SpringCaches.springData(address, RedisSerializer.java(),
					RedisCacheWriterConfigurer::immediateWrites));
		}

	},

	/** As its users are advised to. */
	SPRING_DATA_JSON("Spring Data RedisCache, generic JSON") {

		@Override
		MeasuredCache open(RedisURI address) {
			return new SpringCache(SpringCaches.springData(address, SpringCaches.genericJson(),
					RedisCacheWriterConfigurer::immediateWrites));
		}

	},

	/** A cache with a time to live is an RMapCache there. */
	REDISSON("Redisson RMapCache") {

		@Override
		MeasuredCache open(RedisURI address) {
			return new RedissonRemote(address);
		}

	},

	/** Its remote cache alone. */
	JETCACHE("JetCache remote, Kryo") {

		@Override
		MeasuredCache open(RedisURI address) {
			return new JetCacheRemote(address);
		}

	},

	/** No server at all: what a cache costs in the JVM. */
	CAFFEINE("Caffeine, no server") {

		@Override
		MeasuredCache open(RedisURI address) {
			return new SpringCache(SpringCaches.caffeine());
		}

		@Override
		boolean isRemote() {
			return false;
		}

	};

	static final Duration TIME_TO_LIVE = Duration.ofHours(1);

	private final String title;

	CacheSubject(String title) {
		this.title = title;
	}

	String title() {
		return this.title;
	}

	abstract MeasuredCache open(RedisURI address);

	boolean isRemote() {
		return true;
	}

}
