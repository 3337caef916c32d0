package io.github.redistiers.guard;

/**
 * Hears of what the guard finds while the application runs.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface GuardListener {

	/**
	 * A check has come to another verdict. Called by the guard's own thread.
	 * @param change what has changed
	 */
	void changed(VerdictChange change);

	/**
	 * The guard has looked, whether something has changed or not. Called by the guard's
	 * own thread, after {@link #changed}.
	 * @param report what was found
	 */
	default void looked(GuardReport report) {
	}

}
