package io.github.redistiers.store.durability;

import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.function.LongSupplier;

import io.lettuce.core.RedisCommandTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Tells when nothing has been answered on a connection for so long that its peer may be
 * gone without a word. Circuit breakers do it for the connection that callers share.
 */
final class WaitingSilence {

	private static final Duration LASTING = Duration.ofSeconds(10);

	private final LongSupplier nanoTime;

	private @Nullable Long since;

	WaitingSilence(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
	}

	/**
	 * Hears how a look has ended.
	 * @param failure what it failed with, or {@code null}
	 * @return whether the connection should be given up
	 */
	synchronized boolean lasts(@Nullable Throwable failure) {
		Throwable cause = (failure instanceof CompletionException) ? failure.getCause() : failure;
		if (!(cause instanceof RedisCommandTimeoutException)) {
			this.since = null;
			return false;
		}
		long now = this.nanoTime.getAsLong();
		if (this.since == null) {
			this.since = now;
			return false;
		}
		boolean lasts = now - this.since >= LASTING.toNanos();
		this.since = lasts ? null : this.since;
		return lasts;
	}

}
