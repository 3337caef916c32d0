package io.github.redistiers.boot.cache;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says which caches there are.
 */
class UnknownCacheFailureAnalyzer extends AbstractFailureAnalyzer<UnknownCacheException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UnknownCacheException cause) {
		return new FailureAnalysis(cause.description(), cause.action(), cause);
	}

}
