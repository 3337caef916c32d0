package io.github.redistiers.store;

import org.springframework.dao.TransientDataAccessResourceException;

/**
 * The change was made, but it is not known to be as durable as {@link Durability}
 * declares: the disk or the replicas were too slow, or the primary changed meanwhile. It
 * is not taken back, and the next reader may well see it.
 *
 * @since 0.1.0
 */
public class NotDurableInTimeException extends TransientDataAccessResourceException implements StoreFailure {

	private static final long serialVersionUID = 1L;

	/**
	 * A failure.
	 * @param message a sentence for people
	 * @param cause what was thrown below
	 */
	public NotDurableInTimeException(String message, Throwable cause) {
		super(message, cause);
	}

	@Override
	public Applied applied() {
		return Applied.YES;
	}

}
