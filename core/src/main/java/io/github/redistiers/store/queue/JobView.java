package io.github.redistiers.store.queue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a job.
 *
 * @param <T> the type of its payload
 * @param id what it is called
 * @param state where it stands
 * @param attempts how many attempts have begun
 * @param maxAttempts how often it is tried at most
 * @param isCancelled whether it is leased and was cancelled since
 * @param enqueuedAt when it was added, by the server's clock
 * @param moment when it is due, its lease ends or it died; {@code null} if it is ready
 * @param note how far it has come, or of what it died; {@code null} if nothing was
 * written down
 * @param payload what it is about; {@code null} if it cannot be read
 * @param bytes the payload as it is stored
 * @since 0.1.0
 */
public record JobView<T>(String id, JobState state, int attempts, int maxAttempts, boolean isCancelled,
		Instant enqueuedAt, @Nullable Instant moment, @Nullable String note, @Nullable T payload, byte[] bytes) {

	/**
	 * The payload as it is stored.
	 * @return a copy
	 */
	@Override
	public byte[] bytes() {
		return this.bytes.clone();
	}

	/**
	 * The payload as people read it.
	 * @return JSON, unless something else was stored
	 */
	public String text() {
		return new String(this.bytes, StandardCharsets.UTF_8);
	}

}
