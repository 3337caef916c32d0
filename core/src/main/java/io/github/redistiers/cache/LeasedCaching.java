package io.github.redistiers.cache;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.cache.interceptor.CacheAspectSupport;
import org.springframework.core.PriorityOrdered;

/**
 * Has Spring's caching interceptor, or aspect, resolve caches through
 * {@link CacheTierCacheResolver}, unless the application has given it a resolver or a
 * cache manager of its own. (Spring takes a resolver from a single
 * {@code CachingConfigurer} alone, and that is the application's to have.)
 *
 * @since 0.1.0
 */
public final class LeasedCaching implements BeanPostProcessor, PriorityOrdered {

	private final Supplier<CacheTierCacheManager> cacheManager;

	/**
	 * For the caches of a manager.
	 * @param cacheManager the manager; asked when caches are first used
	 */
	public LeasedCaching(Supplier<CacheTierCacheManager> cacheManager) {
		this.cacheManager = cacheManager;
	}

	/**
	 * Before the processor that makes proxies, which brings the interceptor along.
	 */
	@Override
	public int getOrder() {
		return LOWEST_PRECEDENCE;
	}

	@Override
	public @Nullable Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof CacheAspectSupport aspect && aspect.getCacheResolver() == null) {
			aspect.setCacheResolver(new CacheTierCacheResolver(this.cacheManager));
		}
		return bean;
	}

}
