package io.github.redistiers.boot.devservices;

import io.github.redistiers.devservices.ServerStartException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says why a server for development did not start, and how to go without it.
 */
class ServerStartFailureAnalyzer extends AbstractFailureAnalyzer<ServerStartException> {

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, ServerStartException cause) {
		return new FailureAnalysis("A server for development could not be started. " + cause.getMessage(), """
				Name a server program by redis-tiers.dev-services.server, or name servers that run already by \
				redis-tiers.store.url and redis-tiers.cache.url, each such as redis://localhost:6379.""", cause);
	}

}
