package io.github.redistiers.boot;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says which container is wrong and how to mark it.
 */
class InvalidTierContainerFailureAnalyzer extends AbstractFailureAnalyzer<InvalidTierContainerException> {

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, InvalidTierContainerException cause) {
		return new FailureAnalysis(String.valueOf(cause.getMessage()), cause.getAction(), cause);
	}

}
