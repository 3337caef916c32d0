package io.github.redistiers.boot;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says which properties give a tier its address.
 */
class NoTierFailureAnalyzer extends AbstractFailureAnalyzer<NoTierException> {

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoTierException cause) {
		return new FailureAnalysis(String.valueOf(cause.getMessage()), """
				Set redis-tiers.store.url for what must not be lost (sessions, counters, locks), \
				redis-tiers.cache.url for copies, or both, each such as redis://localhost:6379.
				For development, add redis-tiers-dev-services to the class path: it starts both servers, in a \
				packaged application with redis-tiers.dev-services.enabled=true alone. \
				To go without Redis Tiers, set redis-tiers.enabled=false.""", cause);
	}

}
