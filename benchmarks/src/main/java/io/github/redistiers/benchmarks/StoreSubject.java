package io.github.redistiers.benchmarks;

import java.util.function.Function;

import io.github.redistiers.store.counter.CounterRepository;
import io.lettuce.core.RedisURI;

/**
 * The operations on a store that are compared.
 */
public enum StoreSubject {

	/** What the others are compared with: one connection, as Lettuce comes. */
	RAW_INCREMENT("raw Lettuce INCR, flushes single", LettuceStore::increments),

	/** The store tier. */
	TIERS_INCREMENT("Redis Tiers, increment", (address) -> TiersStore.increments(address, CounterRepository.class)),

	/** The store tier, where increments of one counter go together. */
	TIERS_COALESCED("Redis Tiers, increment with @CoalesceIncrements",
			(address) -> TiersStore.increments(address, TiersStore.Together.class)),

	/** As Spring Boot sets it up. */
	TEMPLATE_INCREMENT("StringRedisTemplate, increment", LettuceStore::templateIncrements),

	/** Its counter. */
	REDISSON_INCREMENT("Redisson RAtomicLong, incrementAndGet", RedissonStore::increments),

	/** The store tier. */
	TIERS_LIMIT("Redis Tiers", TiersStore::limits),

	/** Its proxies for Lettuce. */
	BUCKET4J("Bucket4j", LettuceStore::buckets),

	/** Its rate limiter. */
	REDISSON_LIMIT("Redisson RRateLimiter", RedissonStore::limits),

	/**
	 * The store tier: a change of state, compared, remembered and kept in the history.
	 */
	TIERS_TRANSITION("Redis Tiers, transition", TiersHolds::transitions),

	/** Its compare-and-set, which neither remembers nor keeps. */
	REDISSON_COMPARE_AND_SET("Redisson RBucket, compareAndSet", RedissonStore::comparisons),

	/** What a reservation is compared with: two commands, one after the other. */
	TIERS_TWO_INCREMENTS("Redis Tiers, two increments", TiersHolds::twoIncrements),

	/** The store tier: held and confirmed, and remembered for a day. */
	TIERS_RESERVATION("Redis Tiers, reserve and confirm", TiersHolds::reservations),

	/** Its permits that expire, taken and given back: there is nothing to confirm. */
	REDISSON_PERMIT("Redisson RPermitExpirableSemaphore, acquire and release", RedissonStore::permits),

	/** The store tier, with its index of principals. */
	TIERS_SESSION("Redis Tiers", TiersStore::sessions),

	/** Its default. */
	SPRING_SESSION("Spring Session, plain", SpringSessions::plain),

	/** With its index of principals. */
	SPRING_INDEXED_SESSION("Spring Session, indexed", SpringSessions::indexed),

	/** The store tier: with a token, and a lease of half a minute. */
	TIERS_LOCK("Redis Tiers", Locking::tiers),

	/** The least that a lock takes: no waiting, no token. */
	RAW_LOCK("raw Lettuce SET NX and a script, flushes single", Locking::raw),

	/** Its lock with a lease. */
	REDISSON_LOCK("Redisson RLock, leased", Locking::redisson),

	/** Its lock that waits by messages. */
	SPRING_LOCK("Spring Integration RedisLockRegistry", Locking::springIntegration);

	private final String title;

	private final Function<RedisURI, StoreOperation> opener;

	StoreSubject(String title, Function<RedisURI, StoreOperation> opener) {
		this.title = title;
		this.opener = opener;
	}

	String title() {
		return this.title;
	}

	StoreOperation open(RedisURI address) {
		return this.opener.apply(address);
	}

}
