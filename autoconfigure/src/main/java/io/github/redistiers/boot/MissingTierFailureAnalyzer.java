package io.github.redistiers.boot;

import java.util.stream.Stream;

import io.github.redistiers.CacheTier;
import io.github.redistiers.TierRole;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.InjectionPoint;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.UnsatisfiedDependencyException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.analyzer.AbstractInjectionFailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.core.ReactiveRedisOperations;
import org.springframework.data.redis.core.RedisOperations;

/**
 * Says of which tier something was injected that the application does not have, and how
 * to reach the one it has.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class MissingTierFailureAnalyzer extends AbstractInjectionFailureAnalyzer<NoSuchBeanDefinitionException> {

	private final BeanFactory beanFactory;

	MissingTierFailureAnalyzer(BeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoSuchBeanDefinitionException cause,
			@Nullable String description) {
		Class<?> type = (cause.getResolvableType() != null) ? cause.getResolvableType().resolve() : null;
		if (type == null || !isRedis(type)) {
			return null;
		}
		boolean cache = isQualifiedCacheTier(rootFailure);
		TierRole wanted = cache ? TierRole.CACHE : TierRole.STORE;
		TierRole other = cache ? TierRole.STORE : TierRole.CACHE;
		if (!this.beanFactory.containsBean(TierBeanNames.of(other))
				|| this.beanFactory.containsBean(TierBeanNames.of(wanted))) {
			return null;
		}
		String who = (description != null) ? description : "A bean";
		return cache ? noCache(who, type, cause) : noStore(who, type, cause);
	}

	private static FailureAnalysis noStore(String who, Class<?> type, Throwable cause) {
		return new FailureAnalysis(
				"%s required a %s of the store tier (that is what one without @CacheTier means), and this application has only a cache tier."
					.formatted(who, type.getSimpleName()),
				"Add @CacheTier to the injection point if its data may vanish at any time, "
						+ "or set redis-tiers.store.url to give the application a store for what must not be lost.",
				cause);
	}

	private static FailureAnalysis noCache(String who, Class<?> type, Throwable cause) {
		return new FailureAnalysis(
				"%s required a @CacheTier %s, and this application has only a store tier.".formatted(who,
						type.getSimpleName()),
				"Set redis-tiers.cache.url to give the application a cache, "
						+ "or remove @CacheTier from the injection point if its data must not be lost.",
				cause);
	}

	private static boolean isRedis(Class<?> type) {
		return Stream
			.of(RedisConnectionFactory.class, ReactiveRedisConnectionFactory.class, RedisOperations.class,
					ReactiveRedisOperations.class)
			.anyMatch((redis) -> redis.isAssignableFrom(type));
	}

	private static boolean isQualifiedCacheTier(Throwable failure) {
		// the innermost failed injection is the one that lacks its bean
		InjectionPoint point = null;
		for (Throwable current = failure; current != null; current = current.getCause()) {
			if (current instanceof UnsatisfiedDependencyException ex && ex.getInjectionPoint() != null) {
				point = ex.getInjectionPoint();
			}
		}
		return point != null && point.getAnnotation(CacheTier.class) != null;
	}

}
