package io.github.redistiers.store;

import java.time.Duration;

import org.springframework.util.Assert;

/**
 * How often repositories make a call again that was not applied for a cause that passes,
 * such as a failover. Nothing else is ever made again.
 *
 * @param maxAttempts how often a call is made at most; 1 for once
 * @param waitDuration how long the first wait is; each further one is twice as long, and
 * all vary by half
 * @since 0.1.0
 */
public record StoreRetrySettings(int maxAttempts, Duration waitDuration) {

	/**
	 * The attempts where none are set.
	 */
	public static final int DEFAULT_MAX_ATTEMPTS = 3;

	/**
	 * The wait where none is set.
	 */
	public static final Duration DEFAULT_WAIT_DURATION = Duration.ofMillis(25);

	/**
	 * Checks what it is told.
	 * @throws IllegalArgumentException if there is no attempt, or the wait is shorter
	 * than a millisecond
	 */
	public StoreRetrySettings {
		Assert.isTrue(maxAttempts >= 1, "A call is made at least once");
		Assert.isTrue(waitDuration.toMillis() >= 1, "The wait must be at least a millisecond");
	}

	/**
	 * The defaults.
	 * @return the settings
	 */
	public static StoreRetrySettings defaults() {
		return new StoreRetrySettings(DEFAULT_MAX_ATTEMPTS, DEFAULT_WAIT_DURATION);
	}

}
