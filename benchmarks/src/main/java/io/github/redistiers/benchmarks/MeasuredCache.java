package io.github.redistiers.benchmarks;

import org.jspecify.annotations.Nullable;

/**
 * A cache as the benchmark sees it.
 */
interface MeasuredCache extends AutoCloseable {

	@Nullable Object get(String key);

	/**
	 * Returns when the value is there.
	 */
	void put(String key, Article value);

	@Override
	void close();

}
