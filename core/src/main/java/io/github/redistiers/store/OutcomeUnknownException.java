package io.github.redistiers.store;

import org.springframework.dao.QueryTimeoutException;

/**
 * The call was sent and no answer came: the time was up, the connection was cut, or the
 * waiting thread was interrupted. It may have been applied, and it is never sent again.
 *
 * @since 0.1.0
 */
public class OutcomeUnknownException extends QueryTimeoutException implements StoreFailure {

	private static final long serialVersionUID = 1L;

	private final Applied applied;

	/**
	 * A failure.
	 * @param message a sentence for people
	 * @param applied whether anything was changed
	 * @param cause what was thrown below
	 */
	public OutcomeUnknownException(String message, Applied applied, Throwable cause) {
		super(message, cause);
		this.applied = applied;
	}

	@Override
	public Applied applied() {
		return this.applied;
	}

}
