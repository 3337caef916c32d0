package io.github.redistiers.cache;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Bounds of a life that is sized by the server's memory: an entry that is not read lives
 * for as long as the memory lasts at the present rate of writes, as under LRU, but
 * expires instead of being evicted; reads extend its life.
 *
 * @param shortest how long an entry that is not read lives at least, however little
 * memory there is
 * @param longest how long an entry lives after it was written at most, however often it
 * is read
 * @param memoryShare which part of the server's memory the cache may fill, more than 0
 * and at most 1; {@code null} if it shares what the others leave
 * @since 0.1.0
 */
public record SizedLife(Duration shortest, Duration longest, @Nullable Double memoryShare) {

	/**
	 * The shortest life where none is set.
	 */
	public static final Duration DEFAULT_SHORTEST = Duration.ofMinutes(1);

	/**
	 * The longest life where none is set.
	 */
	public static final Duration DEFAULT_LONGEST = Duration.ofHours(24);

	/**
	 * Checks what it is told.
	 * @throws IllegalArgumentException if a life is not from a millisecond to 36,500
	 * days, the shortest is longer than the longest, or the share is not from above 0 to
	 * 1
	 */
	public SizedLife {
		Assert.isTrue(CacheSettings.isTimeToLive(shortest) && CacheSettings.isTimeToLive(longest),
				"An entry's life must be from a millisecond to 36,500 days");
		Assert.isTrue(shortest.compareTo(longest) <= 0, "The shortest life must not be longer than the longest");
		Assert.isTrue(memoryShare == null || (memoryShare > 0 && memoryShare <= 1),
				"'memoryShare' must be more than 0 and at most 1");
	}

	/**
	 * The nearest life within the bounds.
	 */
	Duration nearest(Duration life) {
		if (life.compareTo(this.shortest) < 0) {
			return this.shortest;
		}
		return (life.compareTo(this.longest) > 0) ? this.longest : life;
	}

}
