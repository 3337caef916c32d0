package io.github.redistiers.test.contract;

import java.time.Duration;
import java.util.List;

import io.github.redistiers.store.StructureFactory;
import io.github.redistiers.store.ratelimit.RateLimit;
import io.github.redistiers.store.ratelimit.RateLimitRepository;
import io.github.redistiers.store.ratelimit.RateLimitResult;
import io.github.redistiers.store.ratelimit.RateLimitStructure;

/**
 * Takes permits that do not come back while a test runs.
 */
class RateLimitsContract implements StructureContract<RateLimitRepository> {

	private static final RateLimit LIMIT = new RateLimit(1, Duration.ofHours(1), 80_000);

	@Override
	public Class<RateLimitRepository> repository() {
		return RateLimitRepository.class;
	}

	@Override
	public List<StructureFactory<?>> structures() {
		return List.of(new RateLimitStructure());
	}

	@Override
	public void operate(RateLimitRepository limits, Operation operation) {
		RateLimitResult result = operation.isAsync()
				? StructureContract.join(limits.tryAcquireAsync(operation.key(), LIMIT))
				: limits.tryAcquire(operation.key(), LIMIT);
		if (!result.allowed()) {
			throw new IllegalStateException("More permits were taken than a test may take: " + result);
		}
	}

	@Override
	public Found found(RateLimitRepository limits, String key) {
		return Found.count(LIMIT.burst() - limits.peek(key, LIMIT).remaining());
	}

}
