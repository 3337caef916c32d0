package io.github.redistiers.store.ratelimit;

import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Limits of one process, against ones that are reckoned without rounding.
 */
class LocalRateLimitsTests {

	private final AtomicLong nanoTime = new AtomicLong(-5);

	private final LocalRateLimits limits = new LocalRateLimits(this.nanoTime::get);

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 })
	void areExact(long seed) {
		Random random = new Random(seed);
		for (int subject = 0; subject < 50; subject++) {
			List<RateLimit> some = RandomLimits.some(random);
			ExactLimits model = new ExactLimits(some);
			long now = this.nanoTime.get() / 1000;
			for (int i = 0; i < 60; i++) {
				long cost = RandomLimits.cost(some, random);
				List<Long> expected = model.take(cost, now);
				assertThat(take("subject" + subject, cost, some)).as("%s costs %d of %s", i, cost, some)
					.isEqualTo(expected);
				long step = RandomLimits.step(some, random);
				this.nanoTime.addAndGet(step * 1000);
				now += step;
			}
		}
	}

	@Test
	void forgetTheSubjectsThatWereNotUsedForLongest() {
		List<RateLimit> one = List.of(RateLimit.perDay(1));
		assertThat(take("first", 1, one).get(0)).isEqualTo(1);
		assertThat(take("second", 1, one).get(0)).isEqualTo(1);
		for (int i = 0; i < LocalRateLimits.MOST_SUBJECTS - 2; i++) {
			take("other" + i, 1, one);
		}
		assertThat(take("first", 1, one).get(0)).isZero();
		take("one too many", 1, one);
		assertThat(this.limits.size()).isEqualTo(LocalRateLimits.MOST_SUBJECTS);
		assertThat(take("first", 1, one).get(0)).isZero();
		assertThat(take("second", 1, one).get(0)).isEqualTo(1);
	}

	@Test
	void keepWhatOtherCallsName() {
		RateLimit day = RateLimit.perDay(1);
		RateLimit second = RateLimit.perSecond(10);
		assertThat(take("a", 1, List.of(second, day)).get(0)).isEqualTo(1);
		assertThat(take("a", 1, List.of(second)).get(0)).isEqualTo(1);
		assertThat(take("a", 1, List.of(second, day)).get(0)).isZero();
	}

	@Test
	void oweNoMoreThanAWholeBurstOfTheLimitThatIsInForce() {
		assertThat(take("a", 10, List.of(RateLimit.perDay(10))).get(0)).isEqualTo(1);
		List<RateLimit> fast = List.of(RateLimit.perSecond(3).burst(2));
		assertThat(take("a", 1, fast)).containsExactly(0L, 0L, 333_334L, 666_667L);
		this.nanoTime.addAndGet(333_333_000);
		assertThat(take("a", 1, fast).get(0)).isZero();
		this.nanoTime.addAndGet(1000);
		assertThat(take("a", 1, fast).get(0)).isEqualTo(1);
	}

	private List<Long> take(String subject, long cost, List<RateLimit> some) {
		return this.limits.take(new Attempt(subject, cost, some));
	}

}
