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

}
