package io.github.redistiers.store.session;

import org.springframework.dao.InvalidDataAccessApiUsageException;

/**
 * An attribute of a session cannot be kept; nothing of the session was saved.
 *
 * @since 0.1.0
 */
public class SessionAttributeRefusedException extends InvalidDataAccessApiUsageException {

	/**
	 * A failure.
	 * @param message a sentence for people
	 * @param cause what was thrown below
	 */
	public SessionAttributeRefusedException(String message, Throwable cause) {
		super(message, cause);
	}

}
