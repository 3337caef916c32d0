package io.github.redistiers.store.queue;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How full a queue is.
 *
 * @param ready how many jobs wait for somebody to handle them
 * @param delayed how many are not due yet
 * @param leased how many are being handled
 * @param dead how many are dead letters
 * @param oldest for how long the oldest of those that are ready has been known;
 * {@code null} if none is
 * @param isPaused whether nobody gets any
 * @since 0.1.0
 */
public record QueueStatus(long ready, long delayed, long leased, long dead, @Nullable Duration oldest,
		boolean isPaused) {

}
