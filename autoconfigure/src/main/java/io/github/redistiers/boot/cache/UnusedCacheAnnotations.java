package io.github.redistiers.boot.cache;

import java.util.TreeSet;

import io.github.redistiers.cache.CachedMethods;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.cache.interceptor.CacheAspectSupport;

/**
 * Reports cache annotations that nobody obeys.
 *
 * @since 0.1.0
 */
public final class UnusedCacheAnnotations implements SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(UnusedCacheAnnotations.class);

	private final CachedMethods methods;

	private final ListableBeanFactory beanFactory;

	/**
	 * Reports about a container.
	 * @param methods the container's annotated methods
	 * @param beanFactory the container
	 */
	public UnusedCacheAnnotations(CachedMethods methods, ListableBeanFactory beanFactory) {
		this.methods = methods;
		this.beanFactory = beanFactory;
	}

	@Override
	public void afterSingletonsInstantiated() {
		boolean enabled = this.beanFactory.getBeanNamesForType(CacheAspectSupport.class, true, false).length > 0;
		if (!enabled && !this.methods.cacheNames().isEmpty()) {
			logger.warn("@Cacheable has no effect on the caches %s. Add @EnableCaching to a configuration class."
				.formatted(new TreeSet<>(this.methods.cacheNames())));
		}
	}

}
