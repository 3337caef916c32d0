package io.github.redistiers.store;

import org.springframework.dao.PermissionDeniedDataAccessException;

/**
 * The store knows this user but does not permit the command or key, or does not know the
 * user (NOPERM, NOAUTH, WRONGPASS).
 *
 * @since 0.1.0
 */
public class StoreRefusedException extends PermissionDeniedDataAccessException implements StoreFailure {

	private static final long serialVersionUID = 1L;

	private final Applied applied;

	/**
	 * A failure.
	 * @param message a sentence for people
	 * @param applied whether anything was changed
	 * @param cause what was thrown below
	 */
	public StoreRefusedException(String message, Applied applied, Throwable cause) {
		super(message, cause);
		this.applied = applied;
	}

	@Override
	public Applied applied() {
		return this.applied;
	}

}
