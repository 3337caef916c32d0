package io.github.redistiers.devservices;

import org.jspecify.annotations.Nullable;

/**
 * A server could not be started, or is not the one that was asked for. The message says
 * why, with the server's last words, and what to do.
 *
 * @since 0.1.0
 */
public class ServerStartException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	ServerStartException(String message) {
		this(message, null);
	}

	ServerStartException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
