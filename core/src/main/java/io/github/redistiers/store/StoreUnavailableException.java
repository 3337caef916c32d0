package io.github.redistiers.store;

import org.springframework.data.redis.RedisConnectionFailureException;

/**
 * The store cannot serve at present: it is not connected, it is known to hang, or it said
 * so itself (LOADING, CLUSTERDOWN, MASTERDOWN, TRYAGAIN, BUSY, too many clients).
 *
 * @since 0.1.0
 */
public class StoreUnavailableException extends RedisConnectionFailureException implements StoreFailure {

	private static final long serialVersionUID = 1L;

	private final Applied applied;

	/**
	 * A failure.
	 * @param message a sentence for people
	 * @param applied whether anything was changed
	 * @param cause what was thrown below
	 */
	public StoreUnavailableException(String message, Applied applied, Throwable cause) {
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
