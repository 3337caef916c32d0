package io.github.redistiers.boot.store;

import io.github.redistiers.store.queue.InvalidJobListenerException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says what is wrong with a method that is to handle jobs and what to do.
 */
class InvalidJobListenerFailureAnalyzer extends AbstractFailureAnalyzer<InvalidJobListenerException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidJobListenerException cause) {
		return new FailureAnalysis(cause.problem(), cause.remedy(), cause);
	}

}
