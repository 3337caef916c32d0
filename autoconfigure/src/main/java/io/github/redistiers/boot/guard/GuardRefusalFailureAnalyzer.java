package io.github.redistiers.boot.guard;

import io.github.redistiers.guard.GuardRefusalException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says which servers are configured against their role, and how to mend each.
 */
class GuardRefusalFailureAnalyzer extends AbstractFailureAnalyzer<GuardRefusalException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, GuardRefusalException cause) {
		return new FailureAnalysis(cause.description(), cause.action(), cause);
	}

}
