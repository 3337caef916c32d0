package io.github.redistiers.store.workflow;

import org.jspecify.annotations.Nullable;

/**
 * What became of a change of state.
 *
 * @param <S> the states
 * @param status whether it happened
 * @param state the state in which the entity now is, whether this call has led there or
 * not; {@code null} if there is no such entity
 * @since 0.1.0
 */
public record StateOutcome<S extends Enum<S>>(Status status, @Nullable S state) {

	/**
	 * Whether it has happened, now or before.
	 * @return {@code false} if it was refused
	 */
	public boolean isApplied() {
		return this.status != Status.REFUSED;
	}

	/**
	 * Whether a change happened.
	 */
	public enum Status {

		/**
		 * It happened.
		 */
		APPLIED,

		/**
		 * The event had made it before, and it did not happen again.
		 */
		REPEATED,

		/**
		 * The entity was not in the state that the call named, so nothing was changed.
		 */
		REFUSED

	}

}
