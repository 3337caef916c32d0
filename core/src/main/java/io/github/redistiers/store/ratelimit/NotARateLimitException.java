package io.github.redistiers.store.ratelimit;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.TypeMismatchDataAccessException;

/**
 * Something else than a rate limit lives under a rate limit's key. Nothing was changed.
 *
 * @since 0.1.0
 */
public class NotARateLimitException extends TypeMismatchDataAccessException {

	private static final long serialVersionUID = 1L;

	/**
	 * A failure.
	 * @param message a sentence for people
	 * @param cause what the server said, if it said something
	 */
	public NotARateLimitException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
