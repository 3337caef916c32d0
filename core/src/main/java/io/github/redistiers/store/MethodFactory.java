package io.github.redistiers.store;

import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;

/**
 * Implements methods that an interface declares beside those of its structure, by an
 * annotation on them. A {@link StructureFactory} joins in by implementing this as well.
 *
 * @since 0.1.0
 */
public interface MethodFactory {

	/**
	 * Implements a method.
	 * @param method any method of a declared interface
	 * @param context the repository's keys and connection
	 * @return the implementation; {@code null} if the method is not this factory's
	 * @throws InvalidDeclarationException if the method is declared in a way that cannot
	 * work
	 */
	@Nullable RepositoryMethod create(Method method, StructureContext context);

}
