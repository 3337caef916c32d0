package io.github.redistiers.store.lock;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.CannotAcquireLockException;

/**
 * A lock was held by others for as long as a caller would wait.
 *
 * @since 0.1.0
 */
public class LockNotAcquiredException extends CannotAcquireLockException {

	/**
	 * A failure.
	 * @param message a sentence for people
	 * @param cause what was thrown below, or {@code null}
	 */
	public LockNotAcquiredException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
