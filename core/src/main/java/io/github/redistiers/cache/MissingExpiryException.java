package io.github.redistiers.cache;

import org.springframework.dao.InvalidDataAccessApiUsageException;

/**
 * A write through a template of the cache tier would leave a key that never expires.
 * Nothing was sent.
 *
 * @since 0.1.0
 */
public class MissingExpiryException extends InvalidDataAccessApiUsageException {

	MissingExpiryException(String command) {
		super("%s without an expiry is refused, because everything on the cache tier expires. ".formatted(command)
				+ "Write it with an expiry, as set(key, value, Duration) does, keep it on the store tier, or set redis-tiers.cache.strict=false.");
	}

}
