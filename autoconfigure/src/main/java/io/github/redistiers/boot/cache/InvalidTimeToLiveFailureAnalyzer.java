package io.github.redistiers.boot.cache;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says which time to live cannot be and what can.
 */
class InvalidTimeToLiveFailureAnalyzer extends AbstractFailureAnalyzer<InvalidTimeToLiveException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidTimeToLiveException cause) {
		return new FailureAnalysis(String.valueOf(cause.getMessage()),
				"Set %s to a duration from 1ms to 36500d, such as 10m; what must not expire belongs to the store tier."
					.formatted(cause.property()),
				cause);
	}

}
