package io.github.redistiers.store.workflow;

import org.springframework.dao.InvalidDataAccessApiUsageException;

/**
 * The same event has made another change of the entity. Nothing was changed.
 *
 * @since 0.1.0
 */
public class EventReusedException extends InvalidDataAccessApiUsageException {

	private static final long serialVersionUID = 1L;

	/**
	 * A failure.
	 * @param message a sentence for people
	 */
	public EventReusedException(String message) {
		super(message);
	}

}
