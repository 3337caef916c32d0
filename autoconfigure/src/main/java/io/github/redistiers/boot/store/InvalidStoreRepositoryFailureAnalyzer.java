package io.github.redistiers.boot.store;

import io.github.redistiers.store.InvalidStoreRepositoryException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says what is wrong with a repository's declaration and what to do.
 */
class InvalidStoreRepositoryFailureAnalyzer extends AbstractFailureAnalyzer<InvalidStoreRepositoryException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidStoreRepositoryException cause) {
		return new FailureAnalysis(cause.problem(), cause.remedy(), cause);
	}

}
