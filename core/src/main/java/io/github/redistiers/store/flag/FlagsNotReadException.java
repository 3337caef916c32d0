package io.github.redistiers.store.flag;

import org.springframework.dao.DataAccessResourceFailureException;

/**
 * This process has not read the flags yet, and the store does not let it now: nobody
 * knows their values. The cause says why. Reading goes on in the background.
 *
 * @since 0.1.0
 */
public class FlagsNotReadException extends DataAccessResourceFailureException {

	private static final long serialVersionUID = 1L;

	/**
	 * A failure.
	 * @param message a sentence for people
	 * @param cause what was thrown below
	 */
	public FlagsNotReadException(String message, Throwable cause) {
		super(message, cause);
	}

}
