package io.github.redistiers.store.reservation;

import org.springframework.dao.DataRetrievalFailureException;

/**
 * There is no such hold: its time is up, it was released, or it never was. Nothing was
 * changed.
 *
 * @since 0.1.0
 */
public class NotHeldException extends DataRetrievalFailureException {

	private static final long serialVersionUID = 1L;

	/**
	 * A failure.
	 * @param message a sentence for people
	 */
	public NotHeldException(String message) {
		super(message);
	}

}
