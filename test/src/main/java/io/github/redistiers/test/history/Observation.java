package io.github.redistiers.test.history;

import org.jspecify.annotations.Nullable;

/**
 * One call as its caller saw it.
 *
 * @param <C> a description of the call
 * @param <R> what was answered
 * @param call the call
 * @param answer the answer; {@code null} if none came, so that the call may have happened
 * at any time since it was made, or never
 * @param invoked when it was made, by {@link System#nanoTime()}
 * @param answered when it was answered
 * @since 0.1.0
 */
public record Observation<C, R>(C call, @Nullable R answer, long invoked, long answered) {

	/**
	 * Whether it was answered, so that it has happened.
	 * @return {@code false} if it may have happened
	 */
	public boolean isAnswered() {
		return this.answer != null;
	}

	/**
	 * Whether it had been answered before another was made, so that it happened before.
	 */
	boolean isBefore(Observation<C, R> other) {
		return isAnswered() && this.answered - other.invoked < 0;
	}

	@Override
	public String toString() {
		return this.call + " -> " + (isAnswered() ? this.answer : "?");
	}

}
