package io.github.redistiers.store.counter;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataIntegrityViolationException;

/**
 * An increment would have left the range of a signed 64-bit number. Nothing was changed.
 *
 * @since 0.1.0
 */
public class CounterOverflowException extends DataIntegrityViolationException {

	/**
	 * A failure.
	 * @param message a sentence for people
	 * @param cause what was thrown below, or {@code null}
	 */
	public CounterOverflowException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
