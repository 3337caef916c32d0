package io.github.redistiers.store.queue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.github.redistiers.store.StructureKeys;

/**
 * A job as it is sent to be added.
 *
 * @param id what it is called
 * @param idBytes the same
 * @param delay in milliseconds
 * @param windows how long each marker lasts, in milliseconds
 * @param head the numbers before the payload
 * @param payload what it is about
 * @param markers the keys that keep others out
 */
record AddedJob(String id, byte[] idBytes, byte[] delay, byte[] windows, byte[] head, byte[] payload,
		List<byte[]> markers) {

	static AddedJob of(String id, JobOptions options, int attempts, String carried, byte[] payload, QueueKeys keys) {
		List<byte[]> markers = new ArrayList<>();
		List<String> windows = new ArrayList<>();
		if (options.id() != null) {
			markers.add(keys.ofId(options.id()));
			windows.add(String.valueOf(QueueRepository.REMEMBERED.plus(options.delay()).toMillis()));
		}
		if (options.deduplicationKey() != null) {
			markers.add(keys.ofDeduplication(options.deduplicationKey()));
			windows.add(String.valueOf(options.deduplicationWindow().toMillis()));
		}
		String head = ((options.attempts() > 0) ? options.attempts() : attempts) + " " + options.level()
				+ (carried.isEmpty() ? "" : " " + carried);
		return new AddedJob(id, StructureKeys.id(id), ascii(String.valueOf(options.delay().toMillis())),
				ascii(String.join(" ", windows)), ascii(head), payload, markers);
	}

	private static byte[] ascii(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

}
