package io.github.redistiers.boot;

import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Says how to tell two servers from Docker Compose or Testcontainers apart: Spring Boot
 * takes each for its own.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class AmbiguousStoreFailureAnalyzer extends AbstractFailureAnalyzer<NoUniqueBeanDefinitionException> {

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoUniqueBeanDefinitionException cause) {
		Class<?> type = cause.getBeanType();
		if (type == null || !DataRedisConnectionDetails.class.isAssignableFrom(type)) {
			return null;
		}
		Collection<String> found = cause.getBeanNamesFound();
		List<String> names = (found != null) ? found.stream().sorted().toList() : List.of();
		return new FailureAnalysis(
				"%d Redis servers were found for the store tier: %s.".formatted(cause.getNumberOfBeansFound(),
						String.join(", ", names)),
				"Keep one of them as the store; in Docker Compose, give the others the label "
						+ "org.springframework.boot.ignore, with Testcontainers, take their @ServiceConnection off. "
						+ "If one of them is the cache, set redis-tiers.cache.url to its address.",
				cause);
	}

}
