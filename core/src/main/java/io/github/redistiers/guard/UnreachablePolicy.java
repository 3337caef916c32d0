package io.github.redistiers.guard;

/**
 * What happens at start-up when no server of a store tier can be reached. An unreachable
 * cache never stops a start.
 *
 * @since 0.1.0
 */
public enum UnreachablePolicy {

	/**
	 * The start fails at once.
	 */
	FAIL,

	/**
	 * The start waits for the store, up to a limit, and then fails. Refused credentials
	 * fail at once.
	 */
	WAIT,

	/**
	 * The start goes on; the checks run when the store comes.
	 */
	IGNORE

}
