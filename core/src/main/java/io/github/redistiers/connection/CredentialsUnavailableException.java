package io.github.redistiers.connection;

import java.io.Serial;

import org.jspecify.annotations.Nullable;

/**
 * A provider of credentials gave none.
 */
final class CredentialsUnavailableException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	CredentialsUnavailableException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
