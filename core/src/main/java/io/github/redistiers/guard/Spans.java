package io.github.redistiers.guard;

import java.time.Duration;

/**
 * Times in words.
 */
final class Spans {

	private Spans() {
	}

	/**
	 * A time for people, to its largest unit.
	 */
	static String about(Duration time) {
		if (time.toDays() >= 2) {
			return time.toDays() + " days";
		}
		if (time.toHours() >= 2) {
			return time.toHours() + " hours";
		}
		if (time.toMinutes() >= 2) {
			return time.toMinutes() + " minutes";
		}
		return time.toSeconds() + " s";
	}

}
