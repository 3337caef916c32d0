package io.github.redistiers.boot.cache;

/**
 * The application caches, and the only tier is the store.
 *
 * @since 0.1.0
 */
public class CacheOnStoreException extends RuntimeException {

	CacheOnStoreException() {
		super("The application uses Spring Cache, but there is no cache tier, and Redis Tiers keeps no cache entries on the store.");
	}

}
