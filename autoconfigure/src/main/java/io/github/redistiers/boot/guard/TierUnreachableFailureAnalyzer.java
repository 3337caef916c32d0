package io.github.redistiers.boot.guard;

import io.github.redistiers.guard.TierUnreachableException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says why no server of the store could be reached.
 */
class TierUnreachableFailureAnalyzer extends AbstractFailureAnalyzer<TierUnreachableException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, TierUnreachableException cause) {
		return new FailureAnalysis(String.valueOf(cause.getMessage()), """
				Mend that and start again. To let the start wait for the %1$s: REDISTIERS_GUARD_UNREACHABLE=wait.
				To start anyway: REDISTIERS_GUARD_UNREACHABLE=ignore, which looks at the %1$s when it comes, \
				or REDISTIERS_GUARD_MODE=warn.""".formatted(cause.tier()), cause);
	}

}
