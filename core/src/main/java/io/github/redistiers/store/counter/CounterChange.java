package io.github.redistiers.store.counter;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * What is to happen to counters, all of it or nothing: amounts to add, bounds that none
 * of them may leave, and an id under which it happens once. Immutable.
 *
 * <pre class="code">
 * CounterChange.of("stock", -2).within(CounterBounds.atLeast(0)).once("order-17", Duration.ofDays(1))
 * </pre>
 *
 * @since 0.1.0
 */
public final class CounterChange {

	private final Map<String, Long> amounts;

	private final CounterBounds bounds;

	private final @Nullable String operation;

	private final Duration remembered;

	private CounterChange(Map<String, Long> amounts, CounterBounds bounds, @Nullable String operation,
			Duration remembered) {
		this.amounts = Collections.unmodifiableMap(amounts);
		this.bounds = bounds;
		this.operation = operation;
		this.remembered = remembered;
	}

	/**
	 * Adds an amount to a counter.
	 * @param key the counter
	 * @param amount what to add; negative takes away
	 * @return the change
	 */
	public static CounterChange of(String key, long amount) {
		return new CounterChange(Map.of(key, amount), CounterBounds.NONE, null, Duration.ZERO);
	}

	/**
	 * Moves an amount from one counter to another, of which none may go below 0. The
	 * repository must be in a group.
	 * @param from the counter that is taken from
	 * @param to the counter that is added to
	 * @param amount how much; not negative
	 * @return the change
	 */
	public static CounterChange transfer(String from, String to, long amount) {
		Assert.isTrue(amount >= 0, "A transfer must not be negative; exchange the counters");
		return of(from, -amount).and(to, amount).within(CounterBounds.atLeast(0));
	}

	/**
	 * Adds an amount to another counter as well. The repository must be in a group.
	 * @param key a counter that is not yet in the change
	 * @param amount what to add; negative takes away
	 * @return the change
	 */
	public CounterChange and(String key, long amount) {
		Map<String, Long> more = new LinkedHashMap<>(this.amounts);
		Assert.isTrue(more.put(key, amount) == null, () -> "The counter " + key + " is in the change already");
		return new CounterChange(more, this.bounds, this.operation, this.remembered);
	}

	/**
	 * Sets what none of the counters may leave.
	 * @param bounds the bounds
	 * @return the change
	 */
	public CounterChange within(CounterBounds bounds) {
		return new CounterChange(this.amounts, bounds, this.operation, this.remembered);
	}

	/**
	 * Makes it happen once: a second change under the same id changes nothing and answers
	 * as the first did. Only a change that was applied is remembered.
	 * @param operation the id; not blank. It belongs to the repository's group, or else
	 * to the counter
	 * @param remembered for how long; at least a millisecond
	 * @return the change
	 */
	public CounterChange once(String operation, Duration remembered) {
		Assert.hasText(operation, "An operation's id must not be blank");
		Assert.isTrue(remembered.toMillis() >= 1, "An operation is remembered for at least a millisecond");
		return new CounterChange(this.amounts, this.bounds, operation, remembered);
	}

	Map<String, Long> amounts() {
		return this.amounts;
	}

	CounterBounds bounds() {
		return this.bounds;
	}

	@Nullable String operation() {
		return this.operation;
	}

	Duration remembered() {
		return this.remembered;
	}

}
