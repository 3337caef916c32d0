package io.github.redistiers.cache;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.interceptor.CacheOperationInvocationContext;
import org.springframework.cache.interceptor.CacheResolver;
import org.springframework.cache.interceptor.CacheableOperation;

/**
 * Gives each invocation of a {@code @Cacheable} method its own view of the caches, so
 * that what it loads is not kept after an eviction that it did not see. Caches of other
 * kinds are passed on as they are.
 *
 * @since 0.1.0
 */
public final class CacheTierCacheResolver implements CacheResolver {

	private final Supplier<? extends CacheManager> cacheManager;

	/**
	 * A resolver of the caches of a manager.
	 * @param cacheManager the manager; asked at each resolution
	 */
	public CacheTierCacheResolver(Supplier<? extends CacheManager> cacheManager) {
		this.cacheManager = cacheManager;
	}

	@Override
	public Collection<? extends Cache> resolveCaches(CacheOperationInvocationContext<?> context) {
		CacheManager manager = this.cacheManager.get();
		boolean loads = context.getOperation() instanceof CacheableOperation;
		List<Cache> caches = new ArrayList<>(context.getOperation().getCacheNames().size());
		for (String name : context.getOperation().getCacheNames()) {
			Cache cache = manager.getCache(name);
			if (cache == null) {
				throw new IllegalArgumentException(
						"Cannot find cache named '" + name + "' for " + context.getOperation());
			}
			caches.add((loads && cache instanceof CacheTierCache tierCache) ? new InvocationCache(tierCache) : cache);
		}
		return caches;
	}

}
