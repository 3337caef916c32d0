package io.github.redistiers.store.ratelimit;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.format.annotation.DurationFormat;
import org.springframework.format.datetime.standard.DurationFormatterUtils;

/**
 * How much is allowed: so many permits come back in each period, evenly, and at most
 * {@code burst} are there at once. In any stretch of time no more permits are given than
 * the burst and what comes back meanwhile.
 * <p>
 * It travels with each call, so another limit is in force with the next call.
 * <p>
 * The time in which one permit comes back is kept exactly, as a fraction of microseconds;
 * from a millisecond on it is rounded up to whole nanoseconds. What is too unround for
 * that is refused.
 *
 * @param permits how many come back in each period; at least 1
 * @param period the period; whole microseconds, at most ten years
 * @param burst how many are there at most; at least 1, and all of them come back within
 * ten years
 * @since 0.1.0
 */
public record RateLimit(long permits, Duration period, long burst) {

	private static final Pattern TEXT = Pattern
		.compile("\\s*(\\d{1,18})\\s*/\\s*(\\S+?)(?:\\s+burst\\s+(\\d{1,18}))?\\s*");

	private static final Duration LONGEST = Duration.ofDays(3650);

	/**
	 * Checks the numbers.
	 * @throws IllegalArgumentException if they cannot work
	 */
	public RateLimit {
		if (permits < 1) {
			throw new IllegalArgumentException(
					"A rate limit of %d permits allows nothing, ever. Set at least 1 permit.".formatted(permits));
		}
		if (burst < 1) {
			throw new IllegalArgumentException(
					"A rate limit with a burst of %d allows nothing, ever. Set a burst of at least 1."
						.formatted(burst));
		}
		if (period.isNegative() || period.isZero() || period.compareTo(LONGEST) > 0 || period.toNanos() % 1000 != 0) {
			throw new IllegalArgumentException(
					"A rate limit's period of %s cannot be measured. Set whole microseconds, and at most %d days."
						.formatted(period, LONGEST.toDays()));
		}
		EmissionInterval.of(permits, micros(period), burst);
	}

	/**
	 * A limit whose burst is all of a period's permits.
	 * @param permits how many come back in each period
	 * @param period the period
	 * @return the limit
	 * @throws IllegalArgumentException if the numbers cannot work
	 */
	public static RateLimit of(long permits, Duration period) {
		return new RateLimit(permits, period, permits);
	}

	/**
	 * So many per second, all of them at once if wanted.
	 * @param permits how many
	 * @return the limit
	 */
	public static RateLimit perSecond(long permits) {
		return of(permits, Duration.ofSeconds(1));
	}

	/**
	 * So many per minute, all of them at once if wanted.
	 * @param permits how many
	 * @return the limit
	 */
	public static RateLimit perMinute(long permits) {
		return of(permits, Duration.ofMinutes(1));
	}

	/**
	 * So many per hour, all of them at once if wanted.
	 * @param permits how many
	 * @return the limit
	 */
	public static RateLimit perHour(long permits) {
		return of(permits, Duration.ofHours(1));
	}

	/**
	 * So many per day, all of them at once if wanted. The day is 24 hours of any time.
	 * @param permits how many
	 * @return the limit
	 */
	public static RateLimit perDay(long permits) {
		return of(permits, Duration.ofDays(1));
	}

	/**
	 * Reads a limit: {@code <permits>/<period>}, and a burst if it is another than the
	 * permits.
	 * @param text such as {@code 100/1s}, {@code 5/m} or {@code 1000/1d burst 50}
	 * @return the limit
	 * @throws IllegalArgumentException if the text is none, or the numbers cannot work
	 */
	public static RateLimit parse(String text) {
		Matcher matcher = TEXT.matcher(text);
		if (!matcher.matches()) {
			throw unreadable(text, null);
		}
		long permits = Long.parseLong(matcher.group(1));
		long burst = (matcher.group(3) != null) ? Long.parseLong(matcher.group(3)) : permits;
		return new RateLimit(permits, period(text, matcher.group(2)), burst);
	}

	/**
	 * The same limit with another burst.
	 * @param burst how many permits are there at most
	 * @return the limit
	 * @throws IllegalArgumentException if the numbers cannot work
	 */
	public RateLimit burst(long burst) {
		return new RateLimit(this.permits, this.period, burst);
	}

	/**
	 * The limit as {@link #parse} reads it.
	 * @return such as {@code 100/1s burst 10}
	 */
	@Override
	public String toString() {
		return this.permits + "/" + DurationFormatterUtils.print(this.period, DurationFormat.Style.COMPOSITE)
				+ ((this.burst != this.permits) ? " burst " + this.burst : "");
	}

	EmissionInterval interval() {
		return EmissionInterval.of(this.permits, micros(this.period), this.burst);
	}

	private static long micros(Duration period) {
		return period.toNanos() / 1000;
	}

	private static Duration period(String text, String period) {
		String counted = (Character.isLetter(period.charAt(0)) && Character.toUpperCase(period.charAt(0)) != 'P')
				? "1" + period : period;
		try {
			return DurationFormatterUtils.detectAndParse(counted);
		}
		catch (IllegalArgumentException ex) {
			throw unreadable(text, ex);
		}
	}

	private static IllegalArgumentException unreadable(String text, @Nullable Exception cause) {
		return new IllegalArgumentException(
				"\"%s\" is no rate limit. Write <permits>/<period>, such as 100/1s, 5/m or 1000/1d burst 50."
					.formatted(text),
				cause);
	}

}
