package io.github.redistiers.store.queue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/**
 * What is stored of a job.
 *
 * @param enqueuedAt when it was added
 * @param maxAttempts how often it is tried at most
 * @param carried what whoever added it sends to whoever handles it; may be empty
 * @param payload what it is about
 */
record StoredJob(Instant enqueuedAt, int maxAttempts, String carried, byte[] payload) {

	private static final int MOMENT = 0;

	private static final int ATTEMPTS = 1;

	private static final int CARRIED = 3;

	private static final int PARTS = 4;

	/**
	 * Reads it. What does not look like it is a payload all over.
	 */
	static StoredJob of(byte[] bytes) {
		int end = 0;
		while (end < bytes.length && bytes[end] != '\n') {
			end++;
		}
		if (end == bytes.length || bytes[0] != '#') {
			return new StoredJob(Instant.EPOCH, 1, "", bytes);
		}
		String[] parts = new String(bytes, 1, end - 1, StandardCharsets.US_ASCII).split(" ", PARTS);
		return new StoredJob(Instant.ofEpochMilli(Long.parseLong(parts[MOMENT])), Integer.parseInt(parts[ATTEMPTS]),
				(parts.length == PARTS) ? parts[CARRIED] : "", Arrays.copyOfRange(bytes, end + 1, bytes.length));
	}

}
