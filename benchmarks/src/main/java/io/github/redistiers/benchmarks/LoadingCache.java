package io.github.redistiers.benchmarks;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * A cache that asks the source itself.
 */
interface LoadingCache extends AutoCloseable {

	@Nullable Object load(String key, Supplier<Article> source);

	@Override
	void close();

}
