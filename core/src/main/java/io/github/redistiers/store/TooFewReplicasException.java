package io.github.redistiers.store;

import org.springframework.dao.TransientDataAccessResourceException;

/**
 * The store has fewer good replicas than it was told to demand of itself (NOREPLICAS:
 * {@code min-replicas-to-write}), so it refuses writes.
 *
 * @since 0.1.0
 */
public class TooFewReplicasException extends TransientDataAccessResourceException implements StoreFailure {

	private static final long serialVersionUID = 1L;

	private final Applied applied;

	/**
	 * A failure.
	 * @param message a sentence for people
	 * @param applied whether anything was changed
	 * @param cause what was thrown below
	 */
	public TooFewReplicasException(String message, Applied applied, Throwable cause) {
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
