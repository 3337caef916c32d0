package io.github.redistiers.connection;

import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;

/**
 * Which calls of Spring Data's connections a strict template ({@link StrictTemplates})
 * lets pass.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface CallRule {

	/**
	 * Judges a call.
	 * @param method a method of a connection or of a group of its commands
	 * @param arguments its arguments
	 * @return the arguments to go on with
	 * @throws DataAccessException if it is refused
	 */
	@Nullable Object @Nullable [] check(Method method, @Nullable Object @Nullable [] arguments);

}
