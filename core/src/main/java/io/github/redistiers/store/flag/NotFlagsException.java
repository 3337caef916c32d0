package io.github.redistiers.store.flag;

import org.springframework.dao.TypeMismatchDataAccessException;

/**
 * Something else than flags lives under a repository's key. Nothing was changed.
 *
 * @since 0.1.0
 */
public class NotFlagsException extends TypeMismatchDataAccessException {

	private static final long serialVersionUID = 1L;

	/**
	 * A failure.
	 * @param message a sentence for people
	 * @param cause what was thrown below
	 */
	public NotFlagsException(String message, Throwable cause) {
		super(message, cause);
	}

}
