package io.github.redistiers.store;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;

/**
 * What the store's server has against one call alone, such as that its key holds another
 * type. That is no {@link StoreFailure}: the structure that made the call gives it a
 * name.
 *
 * @since 0.1.0
 */
public final class ServerObjection {

	/** The servers' own code, also where a script passes it on. */
	private static final String WRONG_TYPE = "WRONGTYPE";

	private ServerObjection() {
	}

	/**
	 * What the server says.
	 * @param failure what a call has thrown
	 * @return its words; empty if it is no server's
	 */
	public static String words(Throwable failure) {
		return (failure instanceof DataAccessException)
				? String.valueOf(NestedExceptionUtils.getMostSpecificCause(failure).getMessage()) : "";
	}

	/**
	 * Whether a key holds another type than what was asked of it.
	 * @param failure what a call has thrown
	 * @return whether the server says so
	 */
	public static boolean isWrongType(Throwable failure) {
		return words(failure).contains(WRONG_TYPE);
	}

	/**
	 * Gives failures of an answer other names.
	 * @param <T> what comes back
	 * @param answer the answer
	 * @param naming what a failure is called; returns it as it is where it has no other
	 * name
	 * @return the same answer, which fails with what {@code naming} returns
	 */
	public static <T extends @Nullable Object> CompletionStage<T> named(CompletionStage<T> answer,
			UnaryOperator<RuntimeException> naming) {
		return answer.exceptionallyCompose((failure) -> CompletableFuture
			.failedStage((StoreExceptionTranslation.cause(failure) instanceof RuntimeException unchecked)
					? naming.apply(unchecked) : failure));
	}

}
