package io.github.redistiers.boot;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.util.ClassUtils;

/**
 * Says which properties give a tier its address.
 */
class NoTierFailureAnalyzer extends AbstractFailureAnalyzer<NoTierException> {

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoTierException cause) {
		StringBuilder action = new StringBuilder("""
				Set redis-tiers.store.url for what must not be lost (sessions, counters, locks), \
				redis-tiers.cache.url for copies, or both, each such as redis://localhost:6379.
				For development, add redis-tiers-dev-services to the class path: it starts both servers, in a \
				packaged application with redis-tiers.dev-services.enabled=true alone. \
				To go without Redis Tiers, set redis-tiers.enabled=false.""");
		if (isPresent("org.springframework.boot.docker.compose.core.RunningService")) {
			action.append("""

					Docker Compose: no service with the label %1$s: %2$s or %1$s: %3$s was found. \
					In tests Spring Boot looks for none unless spring.docker.compose.skip.in-tests=false."""
				.formatted(TierContainers.LABEL, TierContainers.CACHE, TierContainers.STORE));
		}
		if (isPresent("org.springframework.boot.testcontainers.service.connection.ServiceConnection")) {
			action.append("""

					Testcontainers: mark containers, as static fields or as beans, with @CacheTierContainer or \
					@StoreTierContainer.""");
		}
		return new FailureAnalysis(String.valueOf(cause.getMessage()), action.toString(), cause);
	}

	private static boolean isPresent(String className) {
		return ClassUtils.isPresent(className, null);
	}

}
