package io.github.redistiers.store.ratelimit;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;

import org.springframework.util.Assert;

/**
 * What one call asks for.
 *
 * @param subject who or what is limited
 * @param cost in permits; 0 only looks
 * @param limits at least one
 */
record Attempt(String subject, long cost, List<RateLimit> limits) {

	/**
	 * Enough for one per second, minute, hour, day, week and month, and two to spare.
	 */
	static final int MOST_LIMITS = 8;

	private static final int NUMBERS_OF_A_LIMIT = 3;

	static Attempt of(String subject, long cost, RateLimit... limits) {
		Assert.hasText(subject, "The subject of a rate limit must not be blank");
		Assert.isTrue(cost >= 0, () -> "A cost of %d permits is negative. Set at least 0.".formatted(cost));
		Assert.isTrue(limits.length > 0 && limits.length <= MOST_LIMITS,
				() -> "%d rate limits in one call. Name at least 1 and at most %d.".formatted(limits.length,
						MOST_LIMITS));
		for (RateLimit limit : limits) {
			Assert.isTrue(limit != null && limit.burst() >= cost,
					() -> "A cost of %d permits never fits into the rate limit %s. Set a larger burst, or a smaller cost."
						.formatted(cost, limit));
		}
		return new Attempt(subject, cost, List.of(limits));
	}

	/**
	 * Whether nothing is to change.
	 */
	boolean isLookOnly() {
		return this.cost == 0;
	}

	/**
	 * How many permits must be there.
	 */
	long wanted() {
		return Math.max(this.cost, 1);
	}

	/**
	 * What the numbers of {@code take.lua}'s reply mean. Of several limits that one is
	 * told about which makes the caller wait longest, or else has the fewest permits.
	 */
	RateLimitResult result(List<Long> reply, boolean fromStore) {
		int deciding = 0;
		for (int i = 1; i < this.limits.size(); i++) {
			long waitsLonger = number(reply, i, 1) - number(reply, deciding, 1);
			if (waitsLonger > 0 || (waitsLonger == 0 && number(reply, i, 0) < number(reply, deciding, 0))) {
				deciding = i;
			}
		}
		return new RateLimitResult(reply.get(0) == 1, number(reply, deciding, 0),
				Duration.of(number(reply, deciding, 1), ChronoUnit.MICROS),
				Duration.of(number(reply, deciding, 2), ChronoUnit.MICROS), this.limits.get(deciding), fromStore);
	}

	private static long number(List<Long> reply, int limit, int index) {
		return reply.get(1 + NUMBERS_OF_A_LIMIT * limit + index);
	}

}
