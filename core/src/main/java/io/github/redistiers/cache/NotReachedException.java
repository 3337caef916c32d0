package io.github.redistiers.cache;

import io.lettuce.core.RedisConnectionException;

/**
 * A command was not sent, because the node that it was for is not reached.
 */
final class NotReachedException extends RedisConnectionException {

	private static final long serialVersionUID = 1L;

	NotReachedException(Throwable cause) {
		super(String.valueOf(cause.getMessage()), cause);
	}

}
