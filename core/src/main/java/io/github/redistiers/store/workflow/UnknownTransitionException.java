package io.github.redistiers.store.workflow;

import org.springframework.dao.InvalidDataAccessApiUsageException;

/**
 * A transition was asked for that is not in the table. Nothing was sent.
 *
 * @since 0.1.0
 */
public class UnknownTransitionException extends InvalidDataAccessApiUsageException {

	private static final long serialVersionUID = 1L;

	/**
	 * A failure.
	 * @param message a sentence for people
	 */
	public UnknownTransitionException(String message) {
		super(message);
	}

}
