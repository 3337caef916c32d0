package io.github.redistiers.guard;

/**
 * What the guard does about what it finds at start-up.
 *
 * @since 0.1.0
 */
public enum GuardMode {

	/**
	 * A wrong configuration of severity error, or an unreachable store, stops the start.
	 */
	ENFORCE,

	/**
	 * Everything is judged and logged, nothing stops the start.
	 */
	WARN,

	/**
	 * No server is asked.
	 */
	OFF

}
