package io.github.redistiers.autoconfigure.cache;

import io.github.redistiers.autoconfigure.cache.CacheProperties.CircuitBreaker;
import io.github.redistiers.boot.CircuitBreakerChecks;
import io.github.redistiers.cache.CacheTierCacheManager;
import io.github.redistiers.breaker.CircuitBreakerSettings;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Gives a cache manager the circuit breakers that the properties describe.
 */
class CircuitBreakers {

	private final CircuitBreaker properties;

	private final @Nullable CircuitBreakerRegistry registry;

	/**
	 * Circuit breakers.
	 * @param properties describe them
	 * @param registry the application's own, if it has one
	 */
	CircuitBreakers(CircuitBreaker properties, @Nullable CircuitBreakerRegistry registry) {
		this.properties = properties;
		this.registry = registry;
	}

	void addTo(CacheTierCacheManager cacheManager) {
		cacheManager.setCircuitBreakers(this.properties.enabled() ? settings() : null, this.registry);
	}

	private CircuitBreakerSettings settings() {
		return CircuitBreakerChecks.settings("redis-tiers.cache.circuit-breaker",
				this.properties.failureRateThreshold(), this.properties.slidingWindowSize(),
				this.properties.slowCallDurationThreshold(), this.properties.waitDurationInOpenState());
	}

}
