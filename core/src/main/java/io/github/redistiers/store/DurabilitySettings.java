package io.github.redistiers.store;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * How durable changes are, and what is waited for.
 *
 * @param level what repositories have that declare nothing ({@link Durability})
 * @param replicas how many replicas must have a change that is to be replicated
 * @param timeout how long a change may take to become durable after it was made
 * @param assumedAppendfsync what {@code appendfsync} is on servers that refuse to tell
 * it, or {@code null}
 * @since 0.1.0
 */
public record DurabilitySettings(DurabilityLevel level, int replicas, Duration timeout,
		@Nullable String assumedAppendfsync) {

	/**
	 * The replicas where no number is set.
	 */
	public static final int DEFAULT_REPLICAS = 1;

	/**
	 * The time where none is set: with {@code appendfsync everysec} a change may wait for
	 * two syncs, a second each.
	 */
	public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(3);

	/**
	 * Checks what it is told.
	 * @throws IllegalArgumentException if there is no replica to wait for, or the time is
	 * shorter than a millisecond
	 */
	public DurabilitySettings {
		Assert.isTrue(replicas >= 1, "At least one replica must be waited for");
		Assert.isTrue(timeout.toMillis() >= 1, "The timeout must be at least a millisecond");
	}

	/**
	 * The defaults.
	 * @return the settings
	 */
	public static DurabilitySettings defaults() {
		return new DurabilitySettings(DurabilityLevel.SERVER, DEFAULT_REPLICAS, DEFAULT_TIMEOUT, null);
	}

}
