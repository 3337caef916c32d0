package io.github.redistiers.autoconfigure.cache;

import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of Spring Cache on the cache tier.
 *
 * @param timeToLive How long a cache entry lives after it was written, at least 1ms. By
 * default spring.cache.redis.time-to-live, else 10 minutes.
 * @param timeToIdle How long a cache entry that is not read lives. Reads extend its life,
 * up to the time-to-live after it was written. Unset for a life that reads do not extend;
 * without effect where it is not shorter than the time-to-live.
 * @param ttlMode What decides how long entries live: the properties above (fixed), or the
 * memory of the server (lru). Sized by the memory, an entry that is not read lives for as
 * long as the memory lasts at the present rate of writes, and reads extend its life; the
 * time-to-live is only what it begins with.
 * @param timeToLiveMin How long an entry that is not read lives at least where the memory
 * sizes its life. By default 1 minute, or time-to-live-max if that is shorter.
 * @param timeToLiveMax How long an entry lives after it was written at most where the
 * memory sizes its life, however often it is read. By default 24 hours, or
 * time-to-live-min if that is longer.
 * @param nullTimeToLive How long a cached null lives, but never longer than the
 * time-to-live.
 * @param jitter By which part of it the life of an entry is shortened at most, by chance,
 * so that what was written together does not expire together. Less than 100%.
 * @param cacheNullValues Whether a null is cached. By default
 * spring.cache.redis.cache-null-values, else true.
 * @param keyPrefix What every key of the cache tier begins with. By default
 * spring.cache.redis.key-prefix, else the application's name and a colon.
 * @param strict Whether a write without an expiry through a template of the cache tier is
 * refused.
 * @param transactionAware Whether puts and evictions inside a Spring transaction take
 * effect after its commit.
 * @param reclaim Whether the memory of a cache that was cleared is given back in the
 * background, with SCAN and UNLINK in small steps. Else, it comes back as entries expire.
 * @param singleFlight Whether a key that is missed is loaded once at a time in each
 * instance of the application (jvm) or over all of them (cluster). It holds for cached
 * methods with sync=true, and for callers that pass a loader.
 * @param singleFlightTimeout How long a load waits at most for another instance that is
 * loading the same key, before it loads that too. A crashed instance delays others by
 * this.
 * @param maxConcurrentLoads How many loads of one cache may ask the source at once, in
 * each instance of the application; others wait. It holds for cached methods with
 * sync=true, and for callers that pass a loader. By default there is no limit.
 * @param unknownCaches Whether a cache that neither spring.cache.cache-names nor
 * redis-tiers.cache.caches names is made on demand, with the settings of all caches, or
 * refused.
 * @param circuitBreaker When a server is asked no more.
 * @param caches Settings of single caches by their name. Names are matched without regard
 * to case, dashes and underscores.
 */
@ConfigurationProperties("redis-tiers.cache")
record CacheProperties(@Nullable Duration timeToLive, @Nullable Duration timeToIdle,
		@DefaultValue("fixed") TtlMode ttlMode, @Nullable Duration timeToLiveMin, @Nullable Duration timeToLiveMax,
		@DefaultValue("1m") Duration nullTimeToLive, @DefaultValue("10%") String jitter,
		@Nullable Boolean cacheNullValues, @Nullable String keyPrefix, @DefaultValue("true") boolean strict,
		@DefaultValue("true") boolean transactionAware, @DefaultValue("true") boolean reclaim,
		@DefaultValue("jvm") Scope singleFlight, @DefaultValue("5s") Duration singleFlightTimeout,
		@Nullable Integer maxConcurrentLoads, @DefaultValue("create") UnknownCaches unknownCaches,
		@DefaultValue CircuitBreaker circuitBreaker, @DefaultValue Map<String, OneCache> caches) {

	/**
	 * What holds for all caches, as settings of one.
	 */
	OneCache all() {
		return new OneCache(this.timeToLive, this.timeToIdle, this.ttlMode, this.timeToLiveMin, this.timeToLiveMax,
				null, this.nullTimeToLive, this.jitter, this.cacheNullValues, this.singleFlight,
				this.singleFlightTimeout, this.maxConcurrentLoads, null);
	}

	/**
	 * What decides how long entries live.
	 */
	enum TtlMode {

		/** The properties alone. */
		FIXED,

		/** The memory of the server. */
		LRU

	}

	/**
	 * What becomes of a cache that no property names.
	 */
	enum UnknownCaches {

		/** It is made. */
		CREATE,

		/** It is refused. */
		REFUSE

	}

	/**
	 * Which instances of the application load a key once.
	 */
	enum Scope {

		/** Each by itself. */
		JVM,

		/** All together. */
		CLUSTER

	}

	/**
	 * Properties of the circuit breakers. An application that has a registry of its own
	 * with a configuration or an instance named redis-tiers-cache sets them there.
	 *
	 * @param enabled Whether a server that does not serve is left alone for a while. Each
	 * node of a cluster is judged by itself.
	 * @param failureRateThreshold Percentage of the last commands from which on the
	 * breaker opens, if they have failed, or if they were slow.
	 * @param slidingWindowSize How many of the last commands are looked at. Half of them
	 * are enough at first.
	 * @param slowCallDurationThreshold From what duration on a command is slow. By
	 * default half of redis-tiers.cache.timeout.
	 * @param waitDurationInOpenState How long nothing is sent to a server before a few
	 * commands try it again. A lost connection that comes back is tried at once.
	 */
	record CircuitBreaker(@DefaultValue("true") boolean enabled, @DefaultValue("50") int failureRateThreshold,
			@DefaultValue("50") int slidingWindowSize, @Nullable Duration slowCallDurationThreshold,
			@DefaultValue("1s") Duration waitDurationInOpenState) {

	}

	/**
	 * Properties of one cache. By default those of all caches.
	 *
	 * @param timeToLive How long an entry of this cache lives after it was written.
	 * @param timeToIdle How long an entry of this cache that is not read lives.
	 * @param ttlMode What decides how long entries of this cache live.
	 * @param timeToLiveMin How long an entry of this cache that is not read lives at
	 * least where the memory sizes its life.
	 * @param timeToLiveMax How long an entry of this cache lives after it was written at
	 * most where the memory sizes its life.
	 * @param memoryShare Which part of the server's memory this cache may fill where the
	 * memory sizes its life. Caches without a share of their own fill what the others
	 * leave.
	 * @param nullTimeToLive How long a cached null lives in this cache.
	 * @param jitter By which part of it a life is shortened at most.
	 * @param cacheNullValues Whether a null is cached in this cache.
	 * @param singleFlight Where a key of this cache that is missed is loaded once at a
	 * time.
	 * @param singleFlightTimeout How long a load of this cache waits at most for another
	 * instance.
	 * @param maxConcurrentLoads How many loads of this cache may ask the source at once,
	 * in each instance of the application.
	 * @param valueType The type of this cache's values, such as
	 * java.util.List&lt;com.example.Product&gt;. By default what its cached methods
	 * return.
	 */
	record OneCache(@Nullable Duration timeToLive, @Nullable Duration timeToIdle, @Nullable TtlMode ttlMode,
			@Nullable Duration timeToLiveMin, @Nullable Duration timeToLiveMax, @Nullable String memoryShare,
			@Nullable Duration nullTimeToLive, @Nullable String jitter, @Nullable Boolean cacheNullValues,
			@Nullable Scope singleFlight, @Nullable Duration singleFlightTimeout, @Nullable Integer maxConcurrentLoads,
			@Nullable String valueType) {

	}

}
