package io.github.redistiers.boot.cache;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says how to come by a connection that can be cached through, or how to do without.
 */
class CacheWithoutLettuceFailureAnalyzer extends AbstractFailureAnalyzer<CacheWithoutLettuceException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, CacheWithoutLettuceException cause) {
		return new FailureAnalysis(String.valueOf(cause.getMessage()),
				"Set redis-tiers.cache.url and remove that connection factory, make it a LettuceConnectionFactory, or choose a cache outside of Redis with spring.cache.type, such as simple, caffeine or none.",
				cause);
	}

}
