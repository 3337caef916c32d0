package io.github.redistiers.store.reservation;

import org.springframework.dao.InvalidDataAccessApiUsageException;

/**
 * The same id stands for something else: other quantities, other items, or a restock.
 * Nothing was changed.
 *
 * @since 0.1.0
 */
public class HoldReusedException extends InvalidDataAccessApiUsageException {

	private static final long serialVersionUID = 1L;

	/**
	 * A failure.
	 * @param message a sentence for people
	 */
	public HoldReusedException(String message) {
		super(message);
	}

}
