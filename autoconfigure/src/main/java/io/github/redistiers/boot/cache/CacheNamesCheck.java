package io.github.redistiers.boot.cache;

import io.github.redistiers.cache.CacheTierCacheManager;
import io.github.redistiers.cache.CachedMethods;

import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Compares the names of caches in properties and in annotations when all beans are there.
 *
 * @since 0.1.0
 */
public final class CacheNamesCheck implements SmartInitializingSingleton {

	private final DeclaredCaches declared;

	private final CachedMethods methods;

	private final CacheTierCacheManager cacheManager;

	/**
	 * A check of an application.
	 * @param declared what its properties name
	 * @param methods what its annotations name
	 * @param cacheManager what exists
	 */
	public CacheNamesCheck(DeclaredCaches declared, CachedMethods methods, CacheTierCacheManager cacheManager) {
		this.declared = declared;
		this.methods = methods;
		this.cacheManager = cacheManager;
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.declared.compare(this.methods.namesForAnyManager(), this.cacheManager::getCacheNames);
	}

}
