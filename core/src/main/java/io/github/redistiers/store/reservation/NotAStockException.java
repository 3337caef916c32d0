package io.github.redistiers.store.reservation;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.TypeMismatchDataAccessException;

/**
 * Something else than an item's stock lives under its keys. Nothing was changed.
 *
 * @since 0.1.0
 */
public class NotAStockException extends TypeMismatchDataAccessException {

	private static final long serialVersionUID = 1L;

	/**
	 * A failure.
	 * @param message a sentence for people
	 * @param cause what the server said, if it said something
	 */
	public NotAStockException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
