package io.github.redistiers.store;

import org.springframework.dao.DataAccessResourceFailureException;

/**
 * The store's memory is used up (OOM), so it refuses what would grow it. Nothing is
 * evicted, and reads and removals go on.
 *
 * @since 0.1.0
 */
public class StoreFullException extends DataAccessResourceFailureException implements StoreFailure {

	private static final long serialVersionUID = 1L;

	private final Applied applied;

	/**
	 * A failure.
	 * @param message a sentence for people
	 * @param applied whether anything was changed
	 * @param cause what was thrown below
	 */
	public StoreFullException(String message, Applied applied, Throwable cause) {
		super(message, cause);
		this.applied = applied;
	}

	@Override
	public Applied applied() {
		return this.applied;
	}

}
