package io.github.redistiers.store.flag;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Which value of a flag is whose. Reading makes no garbage.
 */
final class Rule<T> {

	private static final long ALL = 1L << 32;

	private final int seed;

	private final @Nullable T plain;

	private final Object[] values;

	/**
	 * Where the share of each value ends, of all 2^32 hashes.
	 */
	private final long[] ends;

	private final @Nullable String unreadable;

	private Rule(int seed, @Nullable T plain, Object[] values, long[] ends, @Nullable String unreadable) {
		this.seed = seed;
		this.plain = plain;
		this.values = values;
		this.ends = ends;
		this.unreadable = unreadable;
	}

	/**
	 * One value for everybody.
	 */
	static <T> Rule<T> of(T value) {
		return new Rule<>(0, value, new Object[0], new long[0], null);
	}

	/**
	 * A value for each share of the subjects.
	 * @param seed tells the flag from others
	 * @param values what there is; where a value's share grows at the cost of the next
	 * one's, only subjects of the latter change
	 * @param weights how large their shares are, in the same order; not all 0
	 * @param plain the value for those who name no subject
	 */
	static <T> Rule<T> shared(int seed, List<T> values, List<Integer> weights, T plain) {
		long total = weights.stream().mapToLong(Integer::longValue).sum();
		long[] ends = new long[weights.size()];
		long sum = 0;
		for (int i = 0; i < ends.length; i++) {
			sum += weights.get(i);
			ends[i] = sum * ALL / total;
		}
		return new Rule<>(seed, plain, values.toArray(), ends, null);
	}

	/**
	 * No value, since what is stored could not be read, and there was none before.
	 */
	static <T> Rule<T> unreadable(String why) {
		return new Rule<>(0, null, new Object[0], new long[0], why);
	}

	boolean isUnreadable() {
		return this.unreadable != null;
	}

	T value() {
		T value = this.plain;
		if (value == null) {
			throw new UnreadableFlagException(String.valueOf(this.unreadable));
		}
		return value;
	}

	@SuppressWarnings("unchecked")
	T value(String subject) {
		long[] ends = this.ends;
		if (ends.length == 0) {
			return value();
		}
		long hash = Integer.toUnsignedLong(Murmur3.hash(this.seed, subject));
		int i = 0;
		while (hash >= ends[i]) {
			i++;
		}
		return (T) this.values[i];
	}

}
