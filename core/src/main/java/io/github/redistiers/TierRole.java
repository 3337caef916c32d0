package io.github.redistiers;

/**
 * What a Redis server is for, and so how it must be configured.
 *
 * @since 0.1.0
 */
public enum TierRole {

	/**
	 * Holds copies. Anything may vanish at any time and can be rebuilt from its source.
	 */
	CACHE,

	/**
	 * Holds the only copy. Nothing that was acknowledged may be lost.
	 */
	STORE

}
