package io.github.redistiers.store.queue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is stored of a job.
 *
 * @param enqueuedAt when it was added
 * @param maxAttempts how often it is tried at most
 * @param carried what whoever added it sends to whoever handles it; may be empty
 * @param payload what it is about
 */
record StoredJob(Instant enqueuedAt, int maxAttempts, String carried, byte[] payload) {

	private static final Pattern HEAD = Pattern.compile("#(\\d{1,15}) (\\d{1,4}) \\d(?: (.*))?");

	private static final int MOMENT = 1;

	private static final int ATTEMPTS = 2;

	private static final int CARRIED = 3;

	/**
	 * Longer than what goes with a job.
	 */
	private static final int LONGEST_HEAD = 10_000;

	/**
	 * Reads it. What does not look like it is a payload all over.
	 */
	static StoredJob of(byte[] bytes) {
		int end = 0;
		while (end < bytes.length && end < LONGEST_HEAD && bytes[end] != '\n') {
			end++;
		}
		Matcher head = HEAD.matcher(new String(bytes, 0, end, StandardCharsets.US_ASCII));
		if (end == bytes.length || !head.matches()) {
			return new StoredJob(Instant.EPOCH, 1, "", bytes);
		}
		return new StoredJob(Instant.ofEpochMilli(Long.parseLong(head.group(MOMENT))),
				Integer.parseInt(head.group(ATTEMPTS)), (head.group(CARRIED) != null) ? head.group(CARRIED) : "",
				Arrays.copyOfRange(bytes, end + 1, bytes.length));
	}

}
