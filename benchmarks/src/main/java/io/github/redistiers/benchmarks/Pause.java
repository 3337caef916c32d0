package io.github.redistiers.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits for a point in time, not a moment less.
 */
final class Pause {

	private Pause() {
	}

	static void ofMillis(long millis) {
		until(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis));
	}

	/**
	 * Waits until then.
	 * @param nanos as {@link System#nanoTime()} counts
	 */
	static void until(long nanos) {
		for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
			LockSupport.parkNanos(left);
		}
	}

}
