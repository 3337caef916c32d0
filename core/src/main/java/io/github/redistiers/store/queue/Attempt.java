package io.github.redistiers.store.queue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * An attempt at a job as it is stored.
 *
 * @param token what tells it from all others
 * @param number which one it is
 * @param most how many there are at most
 * @param isCancelled whether the job was cancelled since
 */
record Attempt(byte[] token, int number, int most, boolean isCancelled) {

	private static final int CANCELLED = 5;

	private static final int MICROS = 1_000_000;

	private static final int NANOS = 1000;

	/**
	 * When it began: tokens are the server's time in microseconds.
	 */
	Instant begunAt() {
		long micros = Long.parseLong(new String(this.token, StandardCharsets.US_ASCII));
		return Instant.ofEpochSecond(micros / MICROS, micros % MICROS * NANOS);
	}

	static Attempt of(byte[] bytes) {
		String[] parts = new String(bytes, StandardCharsets.US_ASCII).split(" ");
		return new Attempt(parts[0].getBytes(StandardCharsets.US_ASCII), Integer.parseInt(parts[1]),
				Integer.parseInt(parts[2]), parts.length == CANCELLED);
	}

}
