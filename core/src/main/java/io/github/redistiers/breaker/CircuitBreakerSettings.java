package io.github.redistiers.breaker;

import java.time.Duration;

import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowSynchronizationStrategy;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * When a tier stops asking a server that does not serve, and when they ask again. Each
 * node has a circuit breaker of its own.
 *
 * @param failureRateThreshold the percentage of the last commands that may fail, or that
 * may be slow, 1 to 100; at it the breaker opens
 * @param slidingWindowSize how many of the last commands are looked at; half of them are
 * enough at first
 * @param slowCallDurationThreshold from what duration on a command is slow; {@code null}
 * for half of the time that a command is waited for
 * @param waitDurationInOpenState how long nothing is sent once the breaker is open;
 * afterwards a few commands try the server. When the connection is lost and comes back,
 * that is not waited for
 * @since 0.1.0
 */
public record CircuitBreakerSettings(float failureRateThreshold, int slidingWindowSize,
		@Nullable Duration slowCallDurationThreshold, Duration waitDurationInOpenState) {

	/**
	 * The percentage where none is set.
	 */
	public static final float DEFAULT_FAILURE_RATE_THRESHOLD = 50;

	/**
	 * The number of commands where none is set.
	 */
	public static final int DEFAULT_SLIDING_WINDOW_SIZE = 50;

	/**
	 * The wait where none is set.
	 */
	public static final Duration DEFAULT_WAIT_DURATION_IN_OPEN_STATE = Duration.ofSeconds(1);

	/**
	 * How many commands try a server again.
	 */
	private static final int PROBES = 4;

	/**
	 * Nobody may ever wait for a probe that was not made.
	 */
	private static final Duration LONGEST_TRIAL = Duration.ofSeconds(10);

	/**
	 * Checks what it is told.
	 * @throws IllegalArgumentException if the rate is not from above 0 to 100, fewer than
	 * two commands are looked at, or a time is shorter than a millisecond
	 */
	public CircuitBreakerSettings {
		Assert.isTrue(failureRateThreshold > 0 && failureRateThreshold <= 100,
				"A failure rate must be more than 0 and at most 100 %");
		Assert.isTrue(slidingWindowSize >= 2, "At least two commands have to be looked at");
		Assert.isTrue(slowCallDurationThreshold == null || slowCallDurationThreshold.toMillis() >= 1,
				"A slow call lasts at least a millisecond");
		Assert.isTrue(waitDurationInOpenState.toMillis() >= 1, "The wait must be at least a millisecond");
	}

	/**
	 * The defaults.
	 * @return the settings
	 */
	public static CircuitBreakerSettings defaults() {
		return new CircuitBreakerSettings(DEFAULT_FAILURE_RATE_THRESHOLD, DEFAULT_SLIDING_WINDOW_SIZE, null,
				DEFAULT_WAIT_DURATION_IN_OPEN_STATE);
	}

	/**
	 * Every exception that reaches the breaker is a failure: answers of the server that
	 * concern one command alone are told to it as answers.
	 * @param commandTimeout how long a command is waited for
	 * @return the settings in Resilience4j's terms
	 */
	public CircuitBreakerConfig config(Duration commandTimeout) {
		Duration slow = (this.slowCallDurationThreshold != null) ? this.slowCallDurationThreshold
				: commandTimeout.dividedBy(2);
		return CircuitBreakerConfig.custom()
			.slidingWindow(this.slidingWindowSize, this.slidingWindowSize / 2, SlidingWindowType.COUNT_BASED,
					SlidingWindowSynchronizationStrategy.SYNCHRONIZED)
			.failureRateThreshold(this.failureRateThreshold)
			.slowCallRateThreshold(this.failureRateThreshold)
			.slowCallDurationThreshold((slow.toMillis() >= 1) ? slow : Duration.ofMillis(1))
			.waitDurationInOpenState(this.waitDurationInOpenState)
			.permittedNumberOfCallsInHalfOpenState(PROBES)
			.maxWaitDurationInHalfOpenState(LONGEST_TRIAL)
			.writableStackTraceEnabled(false)
			.build();
	}

}
