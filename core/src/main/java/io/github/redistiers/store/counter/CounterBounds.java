package io.github.redistiers.store.counter;

import org.springframework.util.Assert;

/**
 * What a counter must stay within.
 *
 * @param min the least value
 * @param max the greatest value
 * @since 0.1.0
 */
public record CounterBounds(long min, long max) {

	/**
	 * Whatever 64 bits hold.
	 */
	public static final CounterBounds NONE = new CounterBounds(Long.MIN_VALUE, Long.MAX_VALUE);

	/**
	 * Checks what it is told.
	 * @throws IllegalArgumentException if the least value is above the greatest
	 */
	public CounterBounds {
		Assert.isTrue(min <= max, "The least value must not be above the greatest");
	}

	/**
	 * Not below a value.
	 * @param min the least value, such as 0
	 * @return the bounds
	 */
	public static CounterBounds atLeast(long min) {
		return new CounterBounds(min, Long.MAX_VALUE);
	}

	/**
	 * Not above a value.
	 * @param max the greatest value
	 * @return the bounds
	 */
	public static CounterBounds atMost(long max) {
		return new CounterBounds(Long.MIN_VALUE, max);
	}

	/**
	 * Neither below the one nor above the other.
	 * @param min the least value
	 * @param max the greatest value
	 * @return the bounds
	 */
	public static CounterBounds between(long min, long max) {
		return new CounterBounds(min, max);
	}

}
