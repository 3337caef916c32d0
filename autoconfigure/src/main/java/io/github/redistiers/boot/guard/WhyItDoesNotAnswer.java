package io.github.redistiers.boot.guard;

import org.springframework.data.redis.RedisSystemException;

/**
 * What a health says of a failed call.
 */
final class WhyItDoesNotAnswer {

	private WhyItDoesNotAnswer() {
	}

	/**
	 * Spring Data's words for whatever it has no name for are "Redis exception";
	 * Lettuce's say what happened.
	 */
	static Throwable of(RuntimeException failure) {
		Throwable cause = failure.getCause();
		return (failure instanceof RedisSystemException && cause != null) ? cause : failure;
	}

}
