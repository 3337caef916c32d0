package io.github.redistiers.store.ratelimit;

import java.time.Duration;

/**
 * A method's call was not made, since its {@link RateLimited rate limit} did not allow
 * it.
 *
 * @since 0.1.0
 */
public class RateLimitExceededException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient RateLimitResult result;

	/**
	 * A call that was not made.
	 * @param message a sentence for people
	 * @param result what the limiter said
	 */
	public RateLimitExceededException(String message, RateLimitResult result) {
		super(message);
		this.result = result;
	}

	/**
	 * How long until the call is allowed, if nobody else makes one meanwhile.
	 * @return more than zero
	 */
	public Duration retryAfter() {
		return this.result.retryAfter();
	}

	/**
	 * What the limiter said.
	 * @return never {@code null}
	 */
	public RateLimitResult result() {
		return this.result;
	}

}
