package io.github.redistiers.store.lock;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.TypeMismatchDataAccessException;

/**
 * Something else than a lock, or than what belongs to one, lives under its keys. Nothing
 * was changed.
 *
 * @since 0.1.0
 */
public class NotALockException extends TypeMismatchDataAccessException {

	/**
	 * A failure.
	 * @param message a sentence for people
	 * @param cause what was thrown below, or {@code null}
	 */
	public NotALockException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
