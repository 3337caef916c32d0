package io.github.redistiers.store.queue;

import java.time.Duration;

import io.github.redistiers.store.StructureKeys;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * How a job is added to a queue.
 *
 * <pre class="code">
 * orders.enqueue(order, JobOptions.defaults().delay(Duration.ofMinutes(5)).priority(9));
 * </pre>
 *
 * @since 0.1.0
 */
public final class JobOptions {

	/**
	 * The priority of what is most urgent; 0 is that of what is least, and the default.
	 */
	public static final int HIGHEST_PRIORITY = 9;

	/**
	 * The longest that a job can be delayed and a deduplication can last.
	 */
	public static final Duration LONGEST = Duration.ofDays(3650);

	/**
	 * How often a job can be tried.
	 */
	public static final int MOST_ATTEMPTS = 1000;

	private static final JobOptions DEFAULTS = new JobOptions(null, Duration.ZERO, 0, 0, null, Duration.ZERO);

	private final @Nullable String id;

	private final Duration delay;

	private final int priority;

	private final int attempts;

	private final @Nullable String deduplicationKey;

	private final Duration deduplicationWindow;

	private JobOptions(@Nullable String id, Duration delay, int priority, int attempts,
			@Nullable String deduplicationKey, Duration deduplicationWindow) {
		this.id = id;
		this.delay = delay;
		this.priority = priority;
		this.attempts = attempts;
		this.deduplicationKey = deduplicationKey;
		this.deduplicationWindow = deduplicationWindow;
	}

	/**
	 * A job that is ready at once, with the lowest priority, the queue's number of
	 * attempts and an id that is made for it.
	 * @return the options
	 */
	public static JobOptions defaults() {
		return DEFAULTS;
	}

	/**
	 * Gives the job an id of the application's, under which it is added once: as long as
	 * the queue knows the job, and for {@link QueueRepository#REMEMBERED} in any case. So
	 * a call that failed may be made again.
	 * @param id such as an order's number; no longer than
	 * {@link StructureKeys#MAX_ID_LENGTH}, without control characters
	 * @return the options
	 * @throws IllegalArgumentException if it is none
	 */
	public JobOptions id(String id) {
		StructureKeys.id(id);
		return new JobOptions(id, this.delay, this.priority, this.attempts, this.deduplicationKey,
				this.deduplicationWindow);
	}

	/**
	 * Keeps the job back for a while.
	 * @param delay from now on, by the server's clock; zero for none
	 * @return the options
	 * @throws IllegalArgumentException if it is negative or more than {@link #LONGEST}
	 */
	public JobOptions delay(Duration delay) {
		Assert.isTrue(!delay.isNegative() && delay.compareTo(LONGEST) <= 0, () -> "A job cannot be delayed by "
				+ "%s; a delay is from zero to %d days.".formatted(delay, LONGEST.toDays()));
		return new JobOptions(this.id, delay, this.priority, this.attempts, this.deduplicationKey,
				this.deduplicationWindow);
	}

	/**
	 * Has the job handled before those of lower priority that are ready with it.
	 * @param priority from 0 to {@link #HIGHEST_PRIORITY}
	 * @return the options
	 * @throws IllegalArgumentException if it is another number
	 */
	public JobOptions priority(int priority) {
		Assert.isTrue(priority >= 0 && priority <= HIGHEST_PRIORITY,
				() -> "%d is no priority; they are from 0 to %d, which is the most urgent.".formatted(priority,
						HIGHEST_PRIORITY));
		return new JobOptions(this.id, this.delay, priority, this.attempts, this.deduplicationKey,
				this.deduplicationWindow);
	}

	/**
	 * Sets how often the job is tried before it is dead.
	 * @param attempts from 1 to {@link #MOST_ATTEMPTS}
	 * @return the options
	 * @throws IllegalArgumentException if it is another number
	 */
	public JobOptions attempts(int attempts) {
		Assert.isTrue(attempts >= 1 && attempts <= MOST_ATTEMPTS,
				() -> "A job cannot be tried %d times, but from 1 to %d.".formatted(attempts, MOST_ATTEMPTS));
		return new JobOptions(this.id, this.delay, this.priority, attempts, this.deduplicationKey,
				this.deduplicationWindow);
	}

	/**
	 * Keeps other jobs of the same key out for a while, whatever becomes of this one.
	 * @param key what they have in common; at most {@link StructureKeys#MAX_ID_LENGTH}
	 * bytes, without control characters
	 * @param window for how long from now on, from a millisecond to {@link #LONGEST}
	 * @return the options
	 * @throws IllegalArgumentException if one of them is none
	 */
	public JobOptions deduplicate(String key, Duration window) {
		StructureKeys.id(key);
		Assert.isTrue(window.toMillis() >= 1 && window.compareTo(LONGEST) <= 0,
				() -> "Jobs are not deduplicated for %s, but from a millisecond to %d days.".formatted(window,
						LONGEST.toDays()));
		return new JobOptions(this.id, this.delay, this.priority, this.attempts, key, window);
	}

	@Nullable String id() {
		return this.id;
	}

	Duration delay() {
		return this.delay;
	}

	/**
	 * What the keys have instead of the priority: the most urgent comes first.
	 */
	int level() {
		return HIGHEST_PRIORITY - this.priority;
	}

	/**
	 * How often it is tried; 0 if the queue says it.
	 */
	int attempts() {
		return this.attempts;
	}

	@Nullable String deduplicationKey() {
		return this.deduplicationKey;
	}

	Duration deduplicationWindow() {
		return this.deduplicationWindow;
	}

}
