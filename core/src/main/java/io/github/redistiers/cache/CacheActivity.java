package io.github.redistiers.cache;

/**
 * What a cache of the cache tier has done; it is the native cache of each, so that it is
 * found behind any decorator: {@code cache.getNativeCache() instanceof CacheActivity}.
 *
 * @since 0.1.0
 */
public interface CacheActivity {

	/**
	 * The numbers of this moment.
	 * @return what the cache has done in this process
	 */
	CacheStatistics getStatistics();

}
