package io.github.redistiers.benchmarks;

import java.util.Objects;
import java.util.function.IntFunction;

/**
 * One operation on one of many keys, as the benchmark sees it.
 *
 * @param call does it for the key of a number, and waits for the result
 * @param first makes the key of a number exist, for as long as the run takes
 * @param end closes what was opened
 */
record StoreOperation(IntFunction<Object> call, IntFunction<Object> first, Runnable end) implements AutoCloseable {

	/**
	 * An operation whose first call makes its key exist for good.
	 */
	StoreOperation(IntFunction<Object> call, Runnable end) {
		this(call, call, end);
	}

	/**
	 * Makes the key of a number exist.
	 */
	void prepare(int number) {
		Objects.requireNonNull(this.first.apply(number));
	}

	@Override
	public void close() {
		this.end.run();
	}

}
