package io.github.redistiers.connection;

import java.io.Serial;

import io.lettuce.core.RedisConnectionException;
import org.jspecify.annotations.Nullable;

/**
 * A provider of credentials gave none. It is Lettuce's kind of exception, of which
 * Lettuce logs a line: of any other it would log the cause too, which may hold a secret.
 */
final class CredentialsUnavailableException extends RedisConnectionException {

	@Serial
	private static final long serialVersionUID = 1L;

	CredentialsUnavailableException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
