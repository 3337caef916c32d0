package io.github.redistiers.store.queue;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.TypeMismatchDataAccessException;

/**
 * Something else than a queue lives under one of its keys.
 *
 * @since 0.1.0
 */
public class NotAQueueException extends TypeMismatchDataAccessException {

	/**
	 * A failure.
	 * @param message a sentence for people
	 * @param cause what was thrown below, or {@code null}
	 */
	public NotAQueueException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
