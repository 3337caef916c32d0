package io.github.redistiers.boot.guard;

import io.github.redistiers.connection.RedisTier;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.data.redis.connection.RedisConnection;

/**
 * The health of the cache tier: degraded if it does not answer, which leaves the
 * application up, since it does without.
 *
 * @since 0.1.0
 */
public final class CacheHealthIndicator implements HealthIndicator {

	/**
	 * Works without its cache, and slower.
	 */
	public static final Status DEGRADED = new Status("DEGRADED", "The cache tier does not answer");

	private final RedisTier tier;

	/**
	 * The health of a cache.
	 * @param tier the cache
	 */
	public CacheHealthIndicator(RedisTier tier) {
		this.tier = tier;
	}

	@Override
	public Health health() {
		try (RedisConnection connection = this.tier.connectionFactory().getConnection()) {
			connection.ping();
			return Health.up().build();
		}
		catch (RuntimeException ex) {
			return Health.status(DEGRADED).withException(WhyItDoesNotAnswer.of(ex)).build();
		}
	}

}
