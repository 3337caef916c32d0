package io.github.redistiers.store;

import org.jspecify.annotations.Nullable;

/**
 * What a method of a repository does. Many threads may call it.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface RepositoryMethod {

	/**
	 * Calls it.
	 * @param arguments what the caller passed
	 * @return what the caller gets
	 * @throws Throwable what the caller gets instead
	 */
	@Nullable Object call(@Nullable Object[] arguments) throws Throwable;

}
