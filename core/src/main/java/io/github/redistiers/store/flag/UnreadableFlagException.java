package io.github.redistiers.store.flag;

import org.springframework.dao.TypeMismatchDataAccessException;

/**
 * What is stored of a flag cannot be read as its declared type, and this process has read
 * nothing better before. It is no default that comes instead.
 *
 * @since 0.1.0
 */
public class UnreadableFlagException extends TypeMismatchDataAccessException {

	private static final long serialVersionUID = 1L;

	/**
	 * A failure.
	 * @param message a sentence for people
	 */
	public UnreadableFlagException(String message) {
		super(message, null);
	}

}
