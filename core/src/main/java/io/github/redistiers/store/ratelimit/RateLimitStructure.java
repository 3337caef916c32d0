package io.github.redistiers.store.ratelimit;

import io.github.redistiers.store.StructureContext;
import io.github.redistiers.store.StructureFactory;

/**
 * Makes rate limiters.
 *
 * @since 0.1.0
 */
public final class RateLimitStructure implements StructureFactory<RateLimitRepository> {

	@Override
	public Class<RateLimitRepository> structure() {
		return RateLimitRepository.class;
	}

	@Override
	public RateLimitRepository create(StructureContext context) {
		return new RedisRateLimits(context);
	}

}
