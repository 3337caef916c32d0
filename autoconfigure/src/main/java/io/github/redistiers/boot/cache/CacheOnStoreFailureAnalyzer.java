package io.github.redistiers.boot.cache;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says where the cache tier's address goes, or how to do without.
 */
class CacheOnStoreFailureAnalyzer extends AbstractFailureAnalyzer<CacheOnStoreException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, CacheOnStoreException cause) {
		return new FailureAnalysis(String.valueOf(cause.getMessage()),
				"Set redis-tiers.cache.url to the cache's server, or choose a cache outside of Redis with spring.cache.type, such as simple, caffeine or none.",
				cause);
	}

}
