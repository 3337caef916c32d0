package io.github.redistiers.store.counter;

import java.time.Duration;

import org.springframework.util.Assert;

/**
 * Counts a stretch of time by itself: a minute, an hour, a day. Windows begin at
 * multiples of their length since 1970 in UTC, by the server's clock.
 *
 * @param length how long a window is, in whole seconds
 * @param kept how many windows are kept, the current one included
 * @since 0.1.0
 */
public record CounterWindow(Duration length, int kept) {

	private static final int MOST = 1000;

	/**
	 * Checks what it is told.
	 * @throws IllegalArgumentException if a window is not of whole seconds, or not from
	 * one to a thousand are kept
	 */
	public CounterWindow {
		Assert.isTrue(length.getSeconds() >= 1 && length.getNano() == 0, "A window is one or more whole seconds long");
		Assert.isTrue(kept >= 1 && kept <= MOST, "From one to a thousand windows are kept");
	}

	/**
	 * Minutes, of which the last 60 are kept.
	 * @return the window
	 */
	public static CounterWindow perMinute() {
		return new CounterWindow(Duration.ofMinutes(1), 60);
	}

	/**
	 * Hours, of which the last 24 are kept.
	 * @return the window
	 */
	public static CounterWindow perHour() {
		return new CounterWindow(Duration.ofHours(1), 24);
	}

	/**
	 * Days, of which the last 7 are kept.
	 * @return the window
	 */
	public static CounterWindow perDay() {
		return new CounterWindow(Duration.ofDays(1), 7);
	}

	/**
	 * The same length, kept for longer or shorter. What is kept already under the same
	 * length is kept as the next increment says.
	 * @param kept how many windows are kept, the current one included
	 * @return the window
	 */
	public CounterWindow keeping(int kept) {
		return new CounterWindow(this.length, kept);
	}

}
