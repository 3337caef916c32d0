package io.github.redistiers.test;

/**
 * What the cache server of a test remembers.
 *
 * @since 0.1.0
 */
public enum CacheMemory {

	/** What is put is found, as usual. */
	REMEMBERS,

	/**
	 * Before each command that the application sends to it, the cache server is emptied.
	 * What is put is kept in truth, and is gone in truth before the next command comes:
	 * no entry is ever found, nor a lease or any other thing that the cache keeps for
	 * itself. A transaction (MULTI) is one command.
	 * <p>
	 * An application whose results change by this has lost something that was in its
	 * cache alone. What was lost belongs on the store tier, or in the database.
	 */
	FORGETS

}
