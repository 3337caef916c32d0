package io.github.redistiers.cache;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;

import io.github.redistiers.cache.EntryLife.Lived;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EntryLifeTests {

	private static final byte[] VALUE = "{}".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

	private static final long START = 1_700_000_000_000L;

	private final AtomicLong clock = new AtomicLong(START);

	@Test
	void isShortenedByChanceAndNeverLengthened() {
		EntryLife life = life(CacheSettings.builder().timeToLive(Duration.ofSeconds(1000)), new Random(1));
		LongStream lives = LongStream.generate(() -> life.begin(VALUE).life()).limit(100_000);
		assertThat(lives.summaryStatistics()).satisfies((statistics) -> {
			assertThat(statistics.getMax()).isBetween(999_900L, 1_000_000L);
			assertThat(statistics.getMin()).isBetween(900_001L, 900_100L);
			assertThat(statistics.getAverage()).isBetween(949_500.0, 950_500.0);
		});
	}

	@Test
	void isExactWithoutJitter() {
		EntryLife life = life(CacheSettings.builder().timeToLive(Duration.ofSeconds(1000)).jitter(0), new Random(1));
		assertThat(LongStream.generate(() -> life.begin(VALUE).life()).limit(1000)).containsOnly(1_000_000L);
	}

	@Test
	void isNeverLessThanAMillisecond() {
		EntryLife life = life(CacheSettings.builder().timeToLive(Duration.ofMillis(1)).jitter(0.99), highest());
		assertThat(life.begin(VALUE).life()).isOne();
	}

	@Test
	void isShorterForNullAndNeverLongerThanOthers() {
		assertThat(life(CacheSettings.builder().jitter(0), new Random(1)).begin(NULL).life()).isEqualTo(60_000);
		assertThat(
				life(CacheSettings.builder().jitter(0).nullTimeToLive(Duration.ofSeconds(7)), new Random(1)).begin(NULL)
					.life())
			.isEqualTo(7_000);
		assertThat(life(CacheSettings.builder().jitter(0).timeToLive(Duration.ofSeconds(7)), new Random(1)).begin(NULL)
			.life()).isEqualTo(7_000);
	}

	@Test
	void leavesValuesPlainWhereReadsDoNotExtendIt() {
		Lived lived = life(CacheSettings.builder(), new Random(1)).begin(VALUE);
		assertThat(lived.stored()).isEqualTo(VALUE);
		assertThat(life(idle(), new Random(1)).extension(VALUE)).isNull();
	}

	@Test
	void leavesValuesPlainWhereTheIdleTimeIsNotTheShorterOne() {
		assertThat(
				life(CacheSettings.builder().timeToIdle(Duration.ofMinutes(10)), new Random(1)).begin(VALUE).stored())
			.isEqualTo(VALUE);
		assertThat(life(idle(), new Random(1)).begin(NULL).stored()).isEqualTo(NULL);
	}

	@Test
	void beginsWithTheIdleTime() {
		Lived lived = life(idle().jitter(0), new Random(1)).begin(VALUE);
		assertThat(lived.life()).isEqualTo(400_000);
		assertThat(Objects.requireNonNull(Stamp.of(lived.stored())).written()).isEqualTo(START);
	}

	@Test
	void isExtendedByAReadAfterAQuarterOfTheIdleTime() {
		EntryLife life = life(idle().jitter(0), new Random(1));
		byte[] stored = life.begin(VALUE).stored();
		this.clock.set(START + 99_999);
		assertThat(life.extension(stored)).isNull();
		this.clock.set(START + 100_000);
		assertThat(life.extension(stored)).isEqualTo(START + 500_000);
		assertThat(life.pause()).isEqualTo(Duration.ofSeconds(100));
	}

	@Test
	void isNeverExtendedBeyondTheTimeToLive() {
		EntryLife life = life(idle().jitter(0), new Random(1));
		byte[] stored = life.begin(VALUE).stored();
		this.clock.set(START + 900_000);
		assertThat(life.extension(stored)).isEqualTo(START + 1_000_000);
		this.clock.set(START + 1_000_000);
		assertThat(life.extension(stored)).isNull();
	}

	@Test
	void keepsTheJitterThatWasDrawnWhenTheEntryWasWritten() {
		EntryLife life = life(idle().jitter(0.5), highest());
		byte[] stored = life.begin(VALUE).stored();
		this.clock.set(START + 450_000);
		assertThat(life.extension(stored)).isBetween(START + 500_000, START + 500_100);
	}

	@Test
	void isNotLengthenedByAStampFromTheFuture() {
		byte[] stored = new Stamp(START + 5_000_000, 0).putBefore(VALUE);
		EntryLife life = life(idle().jitter(0), new Random(1));
		assertThat(life.extension(stored)).isNull();
	}

	private CacheSettings.Builder idle() {
		return CacheSettings.builder().timeToLive(Duration.ofSeconds(1000)).timeToIdle(Duration.ofSeconds(400));
	}

	private EntryLife life(CacheSettings.Builder settings, RandomGenerator random) {
		return new EntryLife(settings.build(), random, this.clock::get);
	}

	private static RandomGenerator highest() {
		return () -> -1L;
	}

}
