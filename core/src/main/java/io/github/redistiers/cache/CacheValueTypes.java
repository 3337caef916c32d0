package io.github.redistiers.cache;

import java.lang.reflect.Type;

import org.jspecify.annotations.Nullable;

/**
 * Knows which type the values of a cache have.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface CacheValueTypes {

	/**
	 * The declared type of a cache's values, with type arguments.
	 * @param cacheName the cache
	 * @return the type; {@code null} when there is none or several
	 */
	@Nullable Type typeOf(String cacheName);

}
