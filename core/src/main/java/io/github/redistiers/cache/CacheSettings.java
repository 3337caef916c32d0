package io.github.redistiers.cache;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * How one cache behaves. Immutable.
 *
 * @since 0.1.0
 */
public final class CacheSettings {

	/**
	 * The time to live where none is set.
	 */
	public static final Duration DEFAULT_TIME_TO_LIVE = Duration.ofMinutes(10);

	/**
	 * The time to live of a kept {@code null} where none is set: what was absent may come
	 * to be at any moment, and is cheap to look for again.
	 */
	public static final Duration DEFAULT_NULL_TIME_TO_LIVE = Duration.ofMinutes(1);

	/**
	 * The part of a life that chance may cut off where none is set.
	 */
	public static final double DEFAULT_JITTER = 0.1;

	/**
	 * No limit to what asks the source at once, which is the default.
	 */
	public static final int UNLIMITED_LOADS = Integer.MAX_VALUE;

	/**
	 * Longer than that is a store, and Redis counts milliseconds in 64 bits.
	 */
	private static final Duration LONGEST = Duration.ofDays(36_500);

	private final Duration timeToLive;

	private final @Nullable Duration timeToIdle;

	private final Duration nullTimeToLive;

	private final double jitter;

	private final boolean cacheNullValues;

	private final SingleFlight singleFlight;

	private final int maxConcurrentLoads;

	private final @Nullable SizedLife sizedLife;

	private CacheSettings(Builder builder) {
		this.timeToLive = builder.timeToLive;
		this.timeToIdle = builder.timeToIdle;
		this.nullTimeToLive = builder.nullTimeToLive;
		this.jitter = builder.jitter;
		this.cacheNullValues = builder.cacheNullValues;
		this.singleFlight = builder.singleFlight;
		this.maxConcurrentLoads = builder.maxConcurrentLoads;
		this.sizedLife = builder.sizedLife;
	}

	/**
	 * Starts the settings of a cache.
	 * @return a builder with the defaults
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Starts settings that differ from these.
	 * @return a builder with these settings
	 */
	public Builder mutate() {
		return new Builder(this);
	}

	/**
	 * Whether a duration can be a time to live: at least a millisecond and at most 36,500
	 * days.
	 * @param duration the duration
	 * @return whether it can
	 */
	public static boolean isTimeToLive(Duration duration) {
		return duration.compareTo(Duration.ofMillis(1)) >= 0 && duration.compareTo(LONGEST) <= 0;
	}

	/**
	 * Whether a number can be a jitter: at least 0 and less than 1.
	 * @param jitter the part of a life
	 * @return whether it can
	 */
	public static boolean isJitter(double jitter) {
		return jitter >= 0 && jitter < 1;
	}

	/**
	 * How long an entry lives after it was written, at most; every entry expires.
	 * @return by default 10 minutes
	 */
	public Duration timeToLive() {
		return this.timeToLive;
	}

	/**
	 * How long an entry that is not read lives. Reads extend its life, up to the
	 * {@link #timeToLive()} after it was written; one that is read lives on for at least
	 * three quarters of this, less the jitter.
	 * @return {@code null}, which is the default, if reads do not extend a life
	 */
	public @Nullable Duration timeToIdle() {
		return this.timeToIdle;
	}

	/**
	 * How long a kept {@code null} lives, but never longer than the
	 * {@link #timeToLive()}.
	 * @return by default a minute
	 */
	public Duration nullTimeToLive() {
		return this.nullTimeToLive;
	}

	/**
	 * By which part of it a life is shortened at most, by chance, so that what was
	 * written together does not expire together.
	 * @return by default 0.1
	 */
	public double jitter() {
		return this.jitter;
	}

	/**
	 * Whether the absence of a value is kept too.
	 * @return {@code true} by default
	 */
	public boolean cacheNullValues() {
		return this.cacheNullValues;
	}

	/**
	 * Where missed keys are loaded once at a time.
	 * @return by default in each process by itself
	 */
	public SingleFlight singleFlight() {
		return this.singleFlight;
	}

	/**
	 * How many loads that are made with {@code get(key, loader)} and
	 * {@code retrieve(key, loader)} may ask the source at once in this process; others
	 * wait.
	 * @return by default {@link #UNLIMITED_LOADS}
	 */
	public int maxConcurrentLoads() {
		return this.maxConcurrentLoads;
	}

	/**
	 * Whether the server's memory sizes the lives of entries, and within which bounds.
	 * Then the {@link #timeToLive()} is only what it begins with, and the
	 * {@link #timeToIdle()} is without effect.
	 * @return {@code null}, which is the default, if lives are fixed
	 */
	public @Nullable SizedLife sizedLife() {
		return this.sizedLife;
	}

	/**
	 * Collects the settings of a cache. Not thread-safe.
	 */
	public static final class Builder {

		private Duration timeToLive = DEFAULT_TIME_TO_LIVE;

		private @Nullable Duration timeToIdle;

		private Duration nullTimeToLive = DEFAULT_NULL_TIME_TO_LIVE;

		private double jitter = DEFAULT_JITTER;

		private boolean cacheNullValues = true;

		private SingleFlight singleFlight = SingleFlight.JVM;

		private int maxConcurrentLoads = UNLIMITED_LOADS;

		private @Nullable SizedLife sizedLife;

		private Builder() {
		}

		private Builder(CacheSettings settings) {
			this.timeToLive = settings.timeToLive;
			this.timeToIdle = settings.timeToIdle;
			this.nullTimeToLive = settings.nullTimeToLive;
			this.jitter = settings.jitter;
			this.cacheNullValues = settings.cacheNullValues;
			this.singleFlight = settings.singleFlight;
			this.maxConcurrentLoads = settings.maxConcurrentLoads;
			this.sizedLife = settings.sizedLife;
		}

		/**
		 * Sets how long an entry lives after it was written.
		 * @param timeToLive see {@link CacheSettings#isTimeToLive(Duration)}
		 * @return this
		 */
		public Builder timeToLive(Duration timeToLive) {
			this.timeToLive = checked(timeToLive);
			return this;
		}

		/**
		 * Sets how long an entry lives that is not read.
		 * @param timeToIdle as a time to live, or {@code null} if reads do not extend a
		 * life; without effect unless shorter than the time to live
		 * @return this
		 */
		public Builder timeToIdle(@Nullable Duration timeToIdle) {
			this.timeToIdle = (timeToIdle != null) ? checked(timeToIdle) : null;
			return this;
		}

		/**
		 * Sets how long a kept {@code null} lives.
		 * @param nullTimeToLive as a time to live
		 * @return this
		 */
		public Builder nullTimeToLive(Duration nullTimeToLive) {
			this.nullTimeToLive = checked(nullTimeToLive);
			return this;
		}

		/**
		 * Sets by which part a life is shortened at most.
		 * @param jitter at least 0 and less than 1
		 * @return this
		 */
		public Builder jitter(double jitter) {
			Assert.isTrue(isJitter(jitter), "'jitter' must be at least 0 and less than 1");
			this.jitter = jitter;
			return this;
		}

		/**
		 * Sets whether the absence of a value is kept.
		 * @param cacheNullValues {@code true} by default
		 * @return this
		 */
		public Builder cacheNullValues(boolean cacheNullValues) {
			this.cacheNullValues = cacheNullValues;
			return this;
		}

		/**
		 * Sets where missed keys are loaded once at a time.
		 * @param singleFlight {@link SingleFlight#JVM} by default
		 * @return this
		 */
		public Builder singleFlight(SingleFlight singleFlight) {
			this.singleFlight = singleFlight;
			return this;
		}

		/**
		 * Sets how many loads may ask the source at once.
		 * @param maxConcurrentLoads at least 1; {@link #UNLIMITED_LOADS} by default
		 * @return this
		 */
		public Builder maxConcurrentLoads(int maxConcurrentLoads) {
			Assert.isTrue(maxConcurrentLoads > 0, "At least one load has to be possible at once");
			this.maxConcurrentLoads = maxConcurrentLoads;
			return this;
		}

		/**
		 * Sets whether the server's memory sizes the lives of entries.
		 * @param sizedLife within which bounds, or {@code null} if lives are fixed
		 * @return this
		 */
		public Builder sizedLife(@Nullable SizedLife sizedLife) {
			this.sizedLife = sizedLife;
			return this;
		}

		/**
		 * Makes the settings.
		 * @return the settings
		 */
		public CacheSettings build() {
			return new CacheSettings(this);
		}

		private static Duration checked(Duration life) {
			Assert.isTrue(isTimeToLive(life), "An entry's life must be from a millisecond to 36,500 days");
			return life;
		}

	}

}
