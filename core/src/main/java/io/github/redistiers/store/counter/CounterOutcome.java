package io.github.redistiers.store.counter;

import java.util.Map;
import java.util.Objects;

/**
 * What became of a {@link CounterChange}.
 *
 * @param status whether it happened
 * @param values the counters' values: after it; where it was repeated, after it had
 * happened; where it was refused, as they are
 * @since 0.1.0
 */
public record CounterOutcome(Status status, Map<String, Long> values) {

	public CounterOutcome {
		values = Map.copyOf(values);
	}

	/**
	 * Whether it has happened, now or before.
	 * @return {@code false} if it was refused
	 */
	public boolean isApplied() {
		return this.status != Status.REFUSED;
	}

	/**
	 * One counter's value.
	 * @param key a counter of the change
	 * @return its value
	 */
	public long value(String key) {
		return Objects.requireNonNull(this.values.get(key), () -> "The counter " + key + " was not in the change");
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
		 * It had happened before under the same id, and did not happen again.
		 */
		REPEATED,

		/**
		 * A counter would have left its bounds, so nothing was changed.
		 */
		REFUSED

	}

}
