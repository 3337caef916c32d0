package io.github.redistiers.store.ratelimit;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Limits as unround as applications may declare them.
 */
final class RandomLimits {

	private static final List<Duration> PERIODS = List.of(Duration.ofNanos(1000), Duration.ofNanos(7_000),
			Duration.ofMillis(1), Duration.ofMillis(333), Duration.ofSeconds(1), Duration.ofSeconds(7),
			Duration.ofMinutes(1), Duration.ofHours(1), Duration.ofDays(1), Duration.ofDays(30));

	private static final List<Long> PERMITS = List.of(1L, 2L, 3L, 7L, 10L, 60L, 97L, 100L, 999L, 1000L, 1009L);

	private RandomLimits() {
	}

	static List<RateLimit> some(Random random) {
		return IntStream.range(0, 1 + random.nextInt(3)).mapToObj((i) -> one(random)).toList();
	}

	private static RateLimit one(Random random) {
		long permits = PERMITS.get(random.nextInt(PERMITS.size()));
		Duration period = PERIODS.get(random.nextInt(PERIODS.size()));
		long most = Math.min(random.nextBoolean() ? 5 : 1500, Duration.ofDays(3600).dividedBy(period) * permits);
		return new RateLimit(permits, period, random.nextLong(1, most + 1));
	}

	static long leastBurst(List<RateLimit> limits) {
		return limits.stream().mapToLong(RateLimit::burst).min().orElseThrow();
	}

	/**
	 * A step in time that is about as long as some of the limit's permits take.
	 */
	static long step(List<RateLimit> limits, Random random) {
		RateLimit limit = limits.get(random.nextInt(limits.size()));
		double some = limit.period().toNanos() / 1000.0 / limit.permits() * random.nextInt(6);
		return (long) (some * random.nextDouble());
	}

	static long cost(List<RateLimit> limits, Random random) {
		long most = leastBurst(limits);
		return random.nextBoolean() ? Math.min(most, random.nextInt(3)) : random.nextLong(most + 1);
	}

}
