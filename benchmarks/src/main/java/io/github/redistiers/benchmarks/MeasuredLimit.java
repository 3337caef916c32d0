package io.github.redistiers.benchmarks;

import java.time.Duration;

/**
 * The limit that the rate limiters keep: one that no run reaches, since who is denied has
 * less to do. Hardly anything comes back meanwhile, so that what is taken stays known.
 */
final class MeasuredLimit {

	static final long PERMITS = 50_000_000;

	static final Duration PERIOD = Duration.ofDays(70);

	/**
	 * What the first call of a subject takes, so that its key is there for long.
	 */
	static final long FIRST = PERMITS / 10;

	private MeasuredLimit() {
	}

	static String subject(int number) {
		return "user-" + number;
	}

	/**
	 * Fails a run that does not measure what it says.
	 */
	static Object allowed(boolean allowed) {
		if (!allowed) {
			throw new IllegalStateException("A denied call is no allowed one: the figure would mean nothing.");
		}
		return Boolean.TRUE;
	}

}
