package io.github.redistiers.store.queue;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

import io.github.redistiers.codec.JsonCodec;
import io.github.redistiers.codec.UnreadableValueException;
import io.github.redistiers.codec.UnwritableValueException;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * What the jobs of a queue are about, as it is written and read.
 *
 * @param <T> the type of the payloads
 */
final class Payloads<T> {

	private final JsonCodec codec;

	private final String queue;

	private final int limit;

	/**
	 * Payloads.
	 * @param codec writes and reads them
	 * @param queue the queue's name, for messages
	 * @param limit the size of the largest in bytes
	 */
	Payloads(JsonCodec codec, String queue, int limit) {
		this.codec = codec;
		this.queue = queue;
		this.limit = limit;
	}

	/**
	 * Writes a payload.
	 * @throws IllegalArgumentException if there is none, or it cannot be written
	 * @throws PayloadTooLargeException if it is larger than the limit
	 */
	byte[] write(@Nullable T payload) {
		Assert.notNull(payload, "A job needs a payload; null is none.");
		byte[] bytes;
		try {
			bytes = this.codec.encode(payload);
		}
		catch (UnwritableValueException ex) {
			throw new IllegalArgumentException(
					"The payload cannot be added to the queue %s. %s.".formatted(this.queue, ex.getMessage()), ex);
		}
		if (bytes.length > this.limit) {
			throw new PayloadTooLargeException(
					("A payload of %d bytes is too large for the queue %s, which takes %d. Put what is large elsewhere and"
							+ " its address into the job, or set redis-tiers.store.queues.payload-limit.")
						.formatted(bytes.length, this.queue, this.limit));
		}
		return bytes;
	}

	/**
	 * Reads a payload.
	 * @throws UnreadableValueException if it cannot be read
	 */
	@SuppressWarnings("unchecked")
	T read(StoredJob stored) {
		Object payload = this.codec.decode(stored.payload());
		if (payload == null) {
			throw new UnreadableValueException("A job has no payload", null);
		}
		return (T) payload;
	}

	/**
	 * Reads what the script tells of one job. A payload that cannot be read is
	 * {@code null}.
	 */
	JobView<T> view(List<Object> reply) {
		List<byte[]> parts = reply.stream().map(byte[].class::cast).toList();
		int at = 0;
		String id = QueueScripts.text(parts.get(at++));
		JobState state = JobState.valueOf(QueueScripts.text(parts.get(at++)).toUpperCase(Locale.ROOT));
		long moment = Long.parseLong(QueueScripts.text(parts.get(at++)));
		byte[] attempt = parts.get(at++);
		String note = QueueScripts.text(parts.get(at++));
		StoredJob stored = StoredJob.of(parts.get(at));
		Attempt last = (attempt.length > 0) ? Attempt.of(attempt)
				: new Attempt(attempt, 0, stored.maxAttempts(), false);
		return new JobView<>(id, state, last.number(), last.most(), last.isCancelled(), stored.enqueuedAt(),
				(moment > 0) ? Instant.ofEpochMilli(moment) : null, note.isEmpty() ? null : note, readOrNull(stored),
				stored.payload());
	}

	private @Nullable T readOrNull(StoredJob stored) {
		try {
			return read(stored);
		}
		catch (UnreadableValueException ex) {
			return null;
		}
	}

}
