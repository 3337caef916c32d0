package io.github.redistiers.store.workflow;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.TypeMismatchDataAccessException;

/**
 * Something else than an entity's state lives under its key. Nothing was changed.
 *
 * @since 0.1.0
 */
public class NotAStateException extends TypeMismatchDataAccessException {

	private static final long serialVersionUID = 1L;

	/**
	 * A failure.
	 * @param message a sentence for people
	 * @param cause what the server said, if it said something
	 */
	public NotAStateException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
