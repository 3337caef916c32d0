package io.github.redistiers.test.history;

import java.util.Collection;

import org.jspecify.annotations.Nullable;

/**
 * How something behaves for which one call is made after the other.
 *
 * @param <S> its state: immutable, with {@code equals} and {@code hashCode}
 * @param <C> a description of a call
 * @param <R> what is answered
 * @since 0.1.0
 */
@FunctionalInterface
public interface SequentialSpecification<S, C, R> {

	/**
	 * The state after a call.
	 * @param state the state before it
	 * @param call the call
	 * @param answer what was answered; {@code null} if that is not known
	 * @return the states that it may be in; none if this call cannot be answered so, or,
	 * without an answer, cannot happen
	 */
	Collection<S> after(S state, C call, @Nullable R answer);

}
