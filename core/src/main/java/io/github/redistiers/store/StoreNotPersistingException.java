package io.github.redistiers.store;

import org.springframework.dao.DataAccessResourceFailureException;

/**
 * The store cannot write to its disk (MISCONF), so it refuses writes: they would be lost
 * with its process.
 *
 * @since 0.1.0
 */
public class StoreNotPersistingException extends DataAccessResourceFailureException implements StoreFailure {

	private static final long serialVersionUID = 1L;

	private final Applied applied;

	/**
	 * A failure.
	 * @param message a sentence for people
	 * @param applied whether anything was changed
	 * @param cause what was thrown below
	 */
	public StoreNotPersistingException(String message, Applied applied, Throwable cause) {
		super(message, cause);
		this.applied = applied;
	}

	@Override
	public Applied applied() {
		return this.applied;
	}

}
