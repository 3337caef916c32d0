package io.github.redistiers.cache;

import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

import io.github.redistiers.breaker.BypassedException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;

import org.springframework.dao.DataAccessResourceFailureException;

/**
 * What a failed call tells.
 */
final class CacheFailure {

	/**
	 * A server that answers so serves nobody, or can be told of no eviction, so that what
	 * it holds is not to be believed. One that is merely full (OOM) evicts and reads.
	 */
	private static final List<String> OUTAGES = List.of("LOADING ", "READONLY ", "CLUSTERDOWN ", "MASTERDOWN ",
			"NOREPLICAS ", "MISCONF ", "BUSY ", "NOAUTH ", "WRONGPASS ", "ERR max number of clients");

	private static final String FULL = "OOM ";

	private CacheFailure() {
	}

	static Throwable cause(Throwable failure) {
		boolean wrapper = failure instanceof ExecutionException || failure instanceof CompletionException;
		return (wrapper && failure.getCause() != null) ? cause(failure.getCause()) : failure;
	}

	/**
	 * Whether the server may have done, or may yet do, what it was asked for.
	 */
	static boolean mayHaveHappened(Throwable failure) {
		Throwable cause = cause(failure);
		boolean refused = cause instanceof RedisCommandExecutionException;
		boolean notSent = cause == BypassedException.NOT_SENT || cause instanceof NotReachedException
				|| cause instanceof OwedEvictions.StillOwedException
				|| cause instanceof DataAccessResourceFailureException || isRejected(cause);
		return !refused && !notSent;
	}

	/**
	 * Whether a server that answers so is in trouble, rather than having answered
	 * something about one command. A script may put words of its own before.
	 */
	static boolean isOutage(String error) {
		for (String beginning : OUTAGES) {
			if (error.startsWith(beginning) || error.contains("-" + beginning)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Whether the server has no memory left for what it was asked to keep.
	 */
	static boolean isFull(Throwable failure) {
		Throwable cause = cause(failure);
		String error = String.valueOf(cause.getMessage());
		return cause instanceof RedisCommandExecutionException
				&& (error.startsWith(FULL) || error.contains("-" + FULL));
	}

	/**
	 * Whether the server has said no, so that it has done nothing.
	 */
	static boolean isRefusal(Throwable failure) {
		return cause(failure) instanceof RedisCommandExecutionException;
	}

	/**
	 * Whether the key holds something else than a string.
	 */
	static boolean isWrongType(Throwable failure) {
		Throwable cause = cause(failure);
		return cause instanceof RedisCommandExecutionException
				&& String.valueOf(cause.getMessage()).startsWith("WRONGTYPE");
	}

	private static boolean isRejected(Throwable cause) {
		return cause instanceof RedisException
				&& String.valueOf(cause.getMessage()).startsWith("Currently not connected");
	}

}
