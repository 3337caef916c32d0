package io.github.redistiers.store.queue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

import org.springframework.util.Assert;

/**
 * When a job is tried again that has failed with certain exceptions: after an interval
 * that grows with each attempt. The interval varies by half, so that jobs that have
 * failed together do not come back together.
 *
 * @param exceptions which exceptions; a subclass counts as well
 * @param attempts how often the job is tried at most; 0 for as often as the job says
 * @param backoff the interval after the first attempt
 * @param multiplier how much longer each further one is
 * @param maxBackoff the longest interval
 * @since 0.1.0
 */
public record RetryRule(List<Class<? extends Throwable>> exceptions, int attempts, Duration backoff, double multiplier,
		Duration maxBackoff) {

	private static final double VARIATION = 0.5;

	private static final RetryRule DEFAULTS = new RetryRule(List.of(Throwable.class), 0, Duration.ofSeconds(1), 2,
			Duration.ofMinutes(10));

	/**
	 * Checks what it is told.
	 * @throws IllegalArgumentException if the attempts are not from 0 to 1000, an
	 * interval is negative or longer than ten years, or intervals would become shorter
	 */
	public RetryRule {
		exceptions = List.copyOf(exceptions);
		Assert.isTrue(attempts >= 0 && attempts <= JobOptions.MOST_ATTEMPTS,
				"A job is tried from 1 to 1000 times, or as often as it says itself (0)");
		Assert.isTrue(!backoff.isNegative(), "An interval is not negative");
		Assert.isTrue(multiplier >= 1, "Intervals do not become shorter: the multiplier is at least 1");
		Assert.isTrue(maxBackoff.compareTo(backoff) >= 0 && maxBackoff.compareTo(JobOptions.LONGEST) <= 0,
				"The longest interval is no shorter than the first, and no longer than ten years");
	}

	/**
	 * For all exceptions: as often as the job says, after 1, 2, 4, … seconds, up to 10
	 * minutes.
	 * @return the rule
	 */
	public static RetryRule defaults() {
		return DEFAULTS;
	}

	boolean isFor(Throwable failure) {
		return this.exceptions.stream().anyMatch((type) -> type.isInstance(failure));
	}

	/**
	 * Whether there is another attempt.
	 * @param attempt the one that has failed
	 * @param most how many the job has
	 */
	boolean mayRetry(int attempt, int most) {
		return attempt < ((this.attempts > 0) ? Math.min(this.attempts, most) : most);
	}

	/**
	 * How long the job waits for its next attempt.
	 * @param attempt the one that has failed
	 */
	Duration interval(int attempt) {
		double longest = this.maxBackoff.toMillis();
		double interval = Math.min(longest, this.backoff.toMillis() * Math.pow(this.multiplier, attempt - 1.0));
		double varied = interval * (1 + VARIATION * ThreadLocalRandom.current().nextDouble(-1, 1));
		return Duration.ofMillis((long) Math.min(longest, varied));
	}

}
