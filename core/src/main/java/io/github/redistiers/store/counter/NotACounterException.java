package io.github.redistiers.store.counter;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.TypeMismatchDataAccessException;

/**
 * Something else than a counter lives under a counter's key. Nothing was changed.
 *
 * @since 0.1.0
 */
public class NotACounterException extends TypeMismatchDataAccessException {

	/**
	 * A failure.
	 * @param message a sentence for people
	 * @param cause what was thrown below, or {@code null}
	 */
	public NotACounterException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
