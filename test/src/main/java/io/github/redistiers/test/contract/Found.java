package io.github.redistiers.test.contract;

import java.util.Collection;
import java.util.List;

/**
 * What a structure finds of the operations that were made on one key: which ones where it
 * can tell, else how many.
 *
 * @since 0.1.0
 */
public final class Found {

	private final long count;

	private final List<Long> numbers;

	private final boolean isNumbered;

	private Found(long count, List<Long> numbers, boolean isNumbered) {
		this.count = count;
		this.numbers = numbers;
		this.isNumbered = isNumbered;
	}

	/**
	 * So many operations, whichever they are.
	 * @param operations how many
	 * @return what was found
	 */
	public static Found count(long operations) {
		return new Found(operations, List.of(), false);
	}

	/**
	 * These operations, which the kit then compares one by one.
	 * @param operations their {@linkplain Operation#number() numbers}, as often as they
	 * are found, in any order
	 * @return what was found
	 */
	public static Found numbers(Collection<Long> operations) {
		return new Found(operations.size(), List.copyOf(operations), true);
	}

	long count() {
		return this.count;
	}

	List<Long> numbers() {
		return this.numbers;
	}

	boolean isNumbered() {
		return this.isNumbered;
	}

}
