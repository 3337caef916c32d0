package io.github.redistiers.store.lock;

import org.springframework.dao.PessimisticLockingFailureException;

/**
 * A write was refused because its fencing token does not hold the lock: the lock was
 * released, its lease is over, or somebody else has it by now. Nothing was changed.
 *
 * @since 0.1.0
 */
public class StaleTokenException extends PessimisticLockingFailureException {

	/**
	 * A failure.
	 * @param message a sentence for people
	 */
	public StaleTokenException(String message) {
		super(message);
	}

}
