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
 * Says how to tell several servers from Docker Compose or Testcontainers apart: Spring
 * Boot takes each Redis that is not marked for its own, and so for the store.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class AmbiguousTierFailureAnalyzer extends AbstractFailureAnalyzer<NoUniqueBeanDefinitionException> {

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoUniqueBeanDefinitionException cause) {
		Class<?> type = cause.getBeanType();
		if (type == null) {
			return null;
		}
		if (DataRedisConnectionDetails.class.isAssignableFrom(type)) {
			return new FailureAnalysis(description("store", cause), """
					Mark each container: in Docker Compose with the label %1$s: %2$s or %1$s: %3$s, \
					with Testcontainers by @CacheTierContainer or @StoreTierContainer instead of @ServiceConnection. \
					One that is neither tier has the label org.springframework.boot.ignore, or no annotation.
					A cache elsewhere has its address in redis-tiers.cache.url.""".formatted(TierContainers.LABEL,
					TierContainers.CACHE, TierContainers.STORE), cause);
		}
		if (CacheTierConnectionDetails.class.isAssignableFrom(type)) {
			return ofTier("cache", cause);
		}
		return StoreTierConnectionDetails.class.isAssignableFrom(type) ? ofTier("store", cause) : null;
	}

	private static FailureAnalysis ofTier(String tier, NoUniqueBeanDefinitionException cause) {
		return new FailureAnalysis(description(tier, cause),
				"Keep one of them as the %1$s tier: take the mark redis-tiers-%1$s, or the bean, of the others away."
					.formatted(tier),
				cause);
	}

	private static String description(String tier, NoUniqueBeanDefinitionException cause) {
		Collection<String> found = cause.getBeanNamesFound();
		List<String> names = (found != null) ? found.stream().sorted().toList() : List.of();
		return "%d Redis servers were found for the %s tier: %s.".formatted(cause.getNumberOfBeansFound(), tier,
				String.join(", ", names));
	}

}
