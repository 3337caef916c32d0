package io.github.redistiers.store;

import org.springframework.dao.TransientDataAccessResourceException;

/**
 * The server is a replica (READONLY): a failover is under way, or the address is wrong.
 *
 * @since 0.1.0
 */
public class StoreReadOnlyException extends TransientDataAccessResourceException implements StoreFailure {

	private static final long serialVersionUID = 1L;

	private final Applied applied;

	/**
	 * A failure.
	 * @param message a sentence for people
	 * @param applied whether anything was changed
	 * @param cause what was thrown below
	 */
	public StoreReadOnlyException(String message, Applied applied, Throwable cause) {
		super(message, cause);
		this.applied = applied;
	}

	@Override
	public Applied applied() {
		return this.applied;
	}

	@Override
	public boolean isTransient() {
		return true;
	}

}
