package io.github.redistiers.cache;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

/**
 * How long the entries of one cache live. All times are in milliseconds.
 */
final class EntryLife {

	/**
	 * A kept {@code null}, as the codec writes it.
	 */
	private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

	private final boolean sized;

	private final long longest;

	private final long longestOfNull;

	private final double jitter;

	private final LongSupplier idle;

	private final RandomGenerator random;

	private final LongSupplier clock;

	/**
	 * The life that a cache's settings give.
	 * @param settings the settings
	 * @param random draws the jitter
	 * @param clock the server's time since 1970
	 */
	EntryLife(CacheSettings settings, RandomGenerator random, LongSupplier clock) {
		this(settings, idle(settings.timeToIdle(), settings.timeToLive()), random, clock);
	}

	/**
	 * A life that is extended by reads.
	 * @param idle how long an entry lives that is not read; may change
	 */
	EntryLife(CacheSettings settings, LongSupplier idle, RandomGenerator random, LongSupplier clock) {
		SizedLife sized = settings.sizedLife();
		this.sized = sized != null;
		this.longest = ((sized != null) ? sized.longest() : settings.timeToLive()).toMillis();
		this.longestOfNull = Math.min(this.longest, settings.nullTimeToLive().toMillis());
		this.jitter = settings.jitter();
		this.idle = idle;
		this.random = random;
		this.clock = clock;
	}

	/**
	 * How long any entry lives at most.
	 */
	long longest() {
		return this.longest;
	}

	/**
	 * How long an entry that is written now lives at most, unless it is read.
	 */
	long inForce() {
		return this.sized ? Math.min(this.longest, this.idle.getAsLong()) : this.longest;
	}

	/**
	 * What to write for a value, and for how long.
	 */
	Lived begin(byte[] value) {
		int draw = this.random.nextInt(Stamp.DRAWS);
		long idle = this.idle.getAsLong();
		long longest = longest(value);
		if (idle >= longest) {
			return new Lived(value, shortened(longest, draw));
		}
		return new Lived(new Stamp(this.clock.getAsLong(), draw).putBefore(value), shortened(idle, draw));
	}

	/**
	 * Until when a read extends an entry's life.
	 * @param stored what was read, with its stamp
	 * @return since 1970; {@code null} if its life stays as it is
	 */
	@Nullable Long extension(byte[] stored) {
		Stamp stamp = Stamp.of(stored);
		if (stamp == null) {
			return null;
		}
		long idle = this.idle.getAsLong();
		long longest = longest(Stamp.removedFrom(stored));
		long now = this.clock.getAsLong();
		if (idle >= longest || now - stamp.written() < quarter(idle)) {
			return null;
		}
		long limit = Math.min(stamp.written(), now) + shortened(longest, stamp.draw());
		long until = Math.min(limit, now + shortened(idle, stamp.draw()));
		return (until > now) ? until : null;
	}

	/**
	 * How long it takes at least from one extension to the next.
	 */
	Duration pause() {
		return Duration.ofMillis(quarter(this.idle.getAsLong()));
	}

	private long longest(byte[] value) {
		return Arrays.equals(value, NULL) ? this.longestOfNull : this.longest;
	}

	private long shortened(long life, int draw) {
		return Math.max(1, life - (long) (life * this.jitter * draw / Stamp.DRAWS));
	}

	private static long quarter(long idle) {
		return Math.max(1, idle / 4);
	}

	private static LongSupplier idle(@Nullable Duration timeToIdle, Duration timeToLive) {
		long idle = ((timeToIdle != null) ? timeToIdle : timeToLive).toMillis();
		return () -> idle;
	}

	/**
	 * What is written.
	 *
	 * @param stored the value, with a stamp if reads extend its life
	 * @param life for how long, in milliseconds
	 */
	record Lived(byte[] stored, long life) {

	}

}
