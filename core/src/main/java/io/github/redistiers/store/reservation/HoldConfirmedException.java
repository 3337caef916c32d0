package io.github.redistiers.store.reservation;

import org.springframework.dao.DataIntegrityViolationException;

/**
 * The hold was confirmed, so it can be neither released nor extended. Nothing was
 * changed.
 *
 * @since 0.1.0
 */
public class HoldConfirmedException extends DataIntegrityViolationException {

	private static final long serialVersionUID = 1L;

	/**
	 * A failure.
	 * @param message a sentence for people
	 */
	public HoldConfirmedException(String message) {
		super(message);
	}

}
