package io.github.redistiers.devservices;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import io.lettuce.core.RedisException;

/**
 * Waits for servers to agree on something.
 */
final class Eventually {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final long PAUSE_NANOS = Duration.ofMillis(20).toNanos();

	private Eventually() {
	}

	/**
	 * Waits until a condition holds; an error of a server means not yet.
	 * @param what the condition in words, for the message
	 * @param condition the condition
	 */
	static void holds(String what, BooleanSupplier condition) {
		long deadline = System.nanoTime() + PATIENCE.toNanos();
		while (!isTrue(condition)) {
			if (System.nanoTime() > deadline) {
				throw new ServerStartException("Within " + PATIENCE.toSeconds() + " s this did not come true: " + what
						+ ". Look at the servers' logs.");
			}
			LockSupport.parkNanos(PAUSE_NANOS);
		}
	}

	private static boolean isTrue(BooleanSupplier condition) {
		try {
			return condition.getAsBoolean();
		}
		catch (RedisException | IllegalStateException ex) {
			return false;
		}
	}

}
