package io.github.redistiers.codec;

import org.jspecify.annotations.Nullable;

/**
 * A value cannot be kept so that the same value would come back.
 *
 * @since 0.1.0
 */
public class UnwritableValueException extends RuntimeException {

	/**
	 * A failure.
	 * @param message a sentence for people, without the value
	 * @param cause what was thrown below, or {@code null}
	 */
	public UnwritableValueException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
