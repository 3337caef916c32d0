package io.github.redistiers.store.ratelimit;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RateLimitTests {

	@Test
	void hasABurstOfAPeriodsPermitsUnlessItSaysOtherwise() {
		assertThat(RateLimit.perSecond(100)).isEqualTo(new RateLimit(100, Duration.ofSeconds(1), 100));
		assertThat(RateLimit.perMinute(100).burst(10)).isEqualTo(new RateLimit(100, Duration.ofMinutes(1), 10));
		assertThat(RateLimit.perHour(2).period()).isEqualTo(Duration.ofHours(1));
		assertThat(RateLimit.perDay(2).period()).isEqualTo(Duration.ofDays(1));
	}

	@ParameterizedTest
	@CsvSource({ "100/1s, 100, PT1S, 100", "5/m, 5, PT1M, 5", "1000/1d burst 50, 1000, P1D, 50", "3/PT2H, 3, PT2H, 3",
			" 7 / 100ms  burst 9 , 7, PT0.1S, 9", "1/1h30m, 1, PT1H30M, 1" })
	void isReadFromText(String text, long permits, Duration period, long burst) {
		RateLimit limit = RateLimit.parse(text);
		assertThat(limit).isEqualTo(new RateLimit(permits, period, burst));
		assertThat(RateLimit.parse(limit.toString())).isEqualTo(limit);
	}

	@Test
	void readsAsItIsWritten() {
		assertThat(RateLimit.perSecond(100)).hasToString("100/1s");
		assertThat(RateLimit.perDay(1000).burst(50)).hasToString("1000/1d burst 50");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "5", "5/", "/1s", "5/1x", "-5/1s", "5/1s burst", "5/1s bursts 3", "1.5/1s", "5/p",
			"99999999999999999999/1s" })
	void refusesOtherText(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> RateLimit.parse(text))
			.withMessageContaining("is no rate limit. Write <permits>/<period>, such as");
	}

	@Test
	void refusesWhatAllowsNothing() {
		assertThatIllegalArgumentException().isThrownBy(() -> RateLimit.perSecond(0))
			.withMessage("A rate limit of 0 permits allows nothing, ever. Set at least 1 permit.");
		assertThatIllegalArgumentException().isThrownBy(() -> RateLimit.perSecond(-1));
		assertThatIllegalArgumentException().isThrownBy(() -> RateLimit.perSecond(5).burst(0))
			.withMessageContaining("Set a burst of at least 1.");
		assertThatIllegalArgumentException().isThrownBy(() -> RateLimit.parse("0/1s"));
	}

	@Test
	void refusesAPeriodThatCannotBeMeasured() {
		for (Duration period : new Duration[] { Duration.ZERO, Duration.ofSeconds(-1), Duration.ofNanos(1),
				Duration.ofNanos(1500), Duration.ofDays(3651), Duration.ofSeconds(Long.MAX_VALUE),
				Duration.ofSeconds(Long.MIN_VALUE) }) {
			assertThatIllegalArgumentException().isThrownBy(() -> RateLimit.of(5, period))
				.withMessageContaining("cannot be measured. Set whole microseconds");
		}
	}

	@Test
	void takesAnyRateThatItCanKeepExactlyAndRefusesOthers() {
		assertThat(RateLimit.perSecond(3000).interval()).isEqualTo(new EmissionInterval(1000, 3));
		assertThat(RateLimit.perSecond(10_000_000).interval()).isEqualTo(new EmissionInterval(1, 10));
		assertThat(RateLimit.perSecond(9_999_991).interval()).isEqualTo(new EmissionInterval(1_000_000, 9_999_991));
		assertThatIllegalArgumentException().isThrownBy(() -> RateLimit.perSecond(9_999_999_967L))
			.withMessageContaining("cannot be counted exactly. Set rounder or smaller numbers.");
		assertThatIllegalArgumentException().isThrownBy(() -> RateLimit.perSecond(Long.MAX_VALUE));
		assertThatIllegalArgumentException().isThrownBy(() -> RateLimit.perSecond(5).burst(Long.MAX_VALUE));
	}

	@Test
	void roundsLongIntervalsUpByAMillionthAtMost() {
		assertThat(RateLimit.perSecond(3).interval()).isEqualTo(new EmissionInterval(333_333_334, 1000));
		assertThat(RateLimit.perSecond(400).interval()).isEqualTo(new EmissionInterval(2500, 1));
		assertThat(RateLimit.of(7, Duration.ofDays(3640)).interval().denominator()).isEqualTo(1);
		EmissionInterval interval = RateLimit.of(1_000_003, Duration.ofDays(365)).interval();
		assertThat(interval.denominator()).isEqualTo(1000);
		assertThat(interval.numerator() / 1000.0).isBetween(365 * 86_400e6 / 1_000_003,
				365 * 86_400e6 / 1_000_003 * 1.000001);
	}

	@Test
	void refusesABurstThatTakesLongerThanTenYears() {
		assertThatIllegalArgumentException().isThrownBy(() -> RateLimit.perDay(1).burst(3651))
			.withMessageContaining("more than ten years");
		assertThat(RateLimit.perDay(1).burst(3650).burst()).isEqualTo(3650);
	}

}
