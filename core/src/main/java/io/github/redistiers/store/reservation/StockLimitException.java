package io.github.redistiers.store.reservation;

import org.springframework.dao.DataIntegrityViolationException;

/**
 * There would be more of an item than can be counted. Nothing was changed.
 *
 * @since 0.1.0
 */
public class StockLimitException extends DataIntegrityViolationException {

	private static final long serialVersionUID = 1L;

	/**
	 * A failure.
	 * @param message a sentence for people
	 */
	public StockLimitException(String message) {
		super(message);
	}

}
