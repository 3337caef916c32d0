package io.github.redistiers.codec;

import org.jspecify.annotations.Nullable;

/**
 * Bytes are not a value of the expected type: truncated, foreign, or of a class that has
 * changed since.
 *
 * @since 0.1.0
 */
public class UnreadableValueException extends RuntimeException {

	/**
	 * A failure.
	 * @param message a sentence for people, without the value
	 * @param cause what was thrown below, or {@code null}
	 */
	public UnreadableValueException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
