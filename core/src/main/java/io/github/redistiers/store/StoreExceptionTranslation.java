package io.github.redistiers.store;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import io.github.redistiers.breaker.BypassedException;
import io.github.redistiers.connection.FailureTranslation;
import io.github.redistiers.connection.TierConnectionFactory;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandInterruptedException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisException;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.RedisConnectionFailureException;
import org.springframework.data.redis.RedisSystemException;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceExceptionConverter;

/**
 * Gives what Lettuce and the server say the names of {@link StoreFailure}. What is no
 * failure of the store, such as a key of another type, stays what Spring Data makes of
 * it.
 *
 * @since 0.1.0
 */
public final class StoreExceptionTranslation implements FailureTranslation {

	private static final LettuceExceptionConverter SPRING_DATA = new LettuceExceptionConverter();

	/**
	 * The servers' error codes, which do not change between generations as their words
	 * do.
	 */
	private static final List<Named> BY_CODE = List.of(
			new Named("OOM", "The store tier is full", StoreFullException::new),
			new Named("MISCONF", "The store tier cannot write to its disk", StoreNotPersistingException::new),
			new Named("READONLY", "The store tier's server is a replica, perhaps in a failover",
					StoreReadOnlyException::new),
			new Named("NOREPLICAS", "The store tier has too few replicas", TooFewReplicasException::new),
			new Named("LOADING", "The store tier is still loading its data", StoreUnavailableException::new),
			new Named("CLUSTERDOWN", "The store tier's cluster is down", StoreUnavailableException::new),
			new Named("MASTERDOWN", "The store tier's replica has lost its primary", StoreUnavailableException::new),
			new Named("TRYAGAIN", "The store tier is moving these keys", StoreUnavailableException::new),
			new Named("BUSY", "The store tier is busy with a script", StoreUnavailableException::new),
			new Named("ERR max number of clients", "The store tier has too many clients",
					StoreUnavailableException::new),
			new Named("NOPERM", "The store tier does not permit this to its user", StoreRefusedException::new),
			new Named("ERR ACL failure", "The store tier does not permit this to its user", StoreRefusedException::new),
			new Named("ERR The user executing the script can't", "The store tier does not permit this to its user",
					StoreRefusedException::new),
			new Named("NOAUTH", "The store tier demands a password", StoreRefusedException::new),
			new Named("WRONGPASS", "The store tier does not accept this user or password", StoreRefusedException::new));

	/**
	 * What Lettuce says of a command that it has not sent. Each is tested against a real
	 * server.
	 */
	private static final List<String> NOT_SENT = List.of("currently not connected", "connection is closed",
			"request queue size exceeded", "cannot determine a partition", "unable to connect", "not connected yet");

	private final List<Consumer<StoreFailure>> listeners = new CopyOnWriteArrayList<>();

	/**
	 * Has somebody hear of each failure of a call.
	 * @param listener called by whoever made the call, or on the connection's own thread,
	 * on which nothing may block
	 */
	public void listen(Consumer<StoreFailure> listener) {
		this.listeners.add(listener);
	}

	@Override
	public @Nullable DataAccessException translate(Exception failure) {
		return told(failure, Writing.NOTHING_BUT_IN_SCRIPTS);
	}

	@Override
	public @Nullable DataAccessException translateInBatch(Exception failure) {
		return told(failure, Writing.PERHAPS_OTHER_COMMANDS);
	}

	/**
	 * What has its name already was told when it got it.
	 */
	private @Nullable DataAccessException told(Exception failure, Writing before) {
		DataAccessException named = translate(failure, before);
		if (named instanceof StoreFailure told && named != cause(failure)) {
			this.listeners.forEach((listener) -> listener.accept(told));
		}
		return named;
	}

	/**
	 * That of a connection factory, or a new one.
	 */
	static StoreExceptionTranslation of(RedisConnectionFactory connectionFactory) {
		return (connectionFactory instanceof TierConnectionFactory factory
				&& factory.getSettings().failureTranslation() instanceof StoreExceptionTranslation translation)
						? translation : new StoreExceptionTranslation();
	}

	/**
	 * The same of a call that is a command or a script of this library, which changes
	 * nothing before the command that a server may refuse.
	 */
	RuntimeException ofOwnCall(Throwable failure) {
		return unchecked(failure, Writing.NOTHING);
	}

	/**
	 * The same of a script of the application, which may write, fail, and answer whatever
	 * it likes.
	 */
	RuntimeException ofApplicationScript(Throwable failure) {
		return unchecked(failure, Writing.ANYTHING_ONCE_BEGUN);
	}

	private RuntimeException unchecked(Throwable failure, Writing before) {
		Throwable cause = cause(failure);
		DataAccessException named = (cause instanceof Exception exception) ? told(exception, before) : null;
		if (named != null) {
			return named;
		}
		return (cause instanceof RuntimeException unchecked) ? unchecked
				: new RedisSystemException("The store tier failed", cause);
	}

	private static @Nullable DataAccessException translate(Exception failure, Writing before) {
		Throwable cause = cause(failure);
		if (cause instanceof StoreFailure && cause instanceof DataAccessException named) {
			return named;
		}
		String words = String.valueOf(cause.getMessage());
		if (cause instanceof BypassedException) {
			return new StoreUnavailableException("The store tier hangs or is cut off, so it is not asked for a moment"
					+ " and this was not sent: " + words, before.unsent(words), cause);
		}
		if (cause instanceof RedisConnectionFailureException) {
			return unconnected(words, before, cause);
		}
		if (cause instanceof DataAccessException named) {
			return named;
		}
		if (cause instanceof RedisCommandExecutionException) {
			DataAccessException named = ofServer(words, before, cause);
			return (named != null) ? named : SPRING_DATA.convert(failure);
		}
		if (cause instanceof RedisConnectionException || (cause instanceof RedisException && isNotSent(words))) {
			return unconnected("The store tier was not reached and this was not sent: " + words, before, cause);
		}
		String unanswered = unanswered(cause);
		if (unanswered != null) {
			return new OutcomeUnknownException(
					"The store tier %s. Whether this was applied is not known: %s".formatted(unanswered, words),
					Applied.UNKNOWN, cause);
		}
		return SPRING_DATA.convert(failure);
	}

	/**
	 * A server that was reached may have said why it does not let us in.
	 */
	private static DataAccessException unconnected(String words, Writing before, Throwable failure) {
		Applied applied = before.unsent(String.valueOf(failure.getMessage()));
		for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
			String reply = String.valueOf(cause.getMessage());
			Optional<Named> named = BY_CODE.stream().filter((name) -> name.isMeantBy(reply)).findFirst();
			if (cause instanceof RedisCommandExecutionException && named.isPresent()) {
				return named.get().exception().make(words, applied, failure);
			}
		}
		return new StoreUnavailableException(words, applied, failure);
	}

	private static @Nullable DataAccessException ofServer(String words, Writing before, Throwable cause) {
		for (Named named : BY_CODE) {
			if (named.isMeantBy(words)) {
				Applied applied = before.applied(words);
				return named.exception()
					.make("%s; %s. Its server says: %s".formatted(named.sentence(), (applied == Applied.NO)
							? "nothing was changed" : "what was written before that, was written", words), applied,
							cause);
			}
		}
		return null;
	}

	private static @Nullable String unanswered(Throwable cause) {
		if (cause instanceof RedisCommandTimeoutException || cause instanceof TimeoutException) {
			return "did not answer in time";
		}
		if (cause instanceof RedisCommandInterruptedException || cause instanceof InterruptedException
				|| cause instanceof CancellationException) {
			return "was not waited for";
		}
		return (cause instanceof RedisException || cause instanceof IOException) ? "was cut off before it answered"
				: null;
	}

	private static boolean isNotSent(String words) {
		String lower = words.toLowerCase(Locale.ROOT);
		return NOT_SENT.stream().anyMatch(lower::startsWith);
	}

	/**
	 * What was thrown, without the wrapping of futures.
	 * @param failure as a future or a stage tells it
	 * @return what it wraps, or itself
	 */
	public static Throwable cause(Throwable failure) {
		boolean wrapper = failure instanceof ExecutionException || failure instanceof CompletionException;
		return (wrapper && failure.getCause() != null) ? cause(failure.getCause()) : failure;
	}

	/**
	 * What the same call may have written before the command that failed.
	 */
	private enum Writing {

		NOTHING, NOTHING_BUT_IN_SCRIPTS, ANYTHING_ONCE_BEGUN, PERHAPS_OTHER_COMMANDS;

		/**
		 * What a server says instead of running a script. What else it says, the script
		 * may have caught and passed on.
		 */
		private static final List<String> NOT_BEGUN = List.of("NOAUTH", "WRONGPASS", "LOADING", "CLUSTERDOWN",
				"MASTERDOWN", "TRYAGAIN", "BUSY Redis is busy", "BUSY Valkey is busy", "ERR max number of clients");

		/**
		 * What a server says when it does not permit a command of a script, up to Redis
		 * 7.0 and since. It looks at each command, also after others have written; all
		 * else that it refuses to a script of this library, it refuses before the first
		 * write.
		 */
		private static final List<String> NOT_PERMITTED_WITHIN = List.of("The user executing the script can't",
				"ACL failure in script");

		/**
		 * What else a command of a script is known by.
		 */
		private static final List<String> WITHIN = List.of("user_script", "user_function", "running script");

		Applied applied(String words) {
			boolean nothing = switch (this) {
				case NOTHING -> !isRefusedPermissionWithin(words);
				case NOTHING_BUT_IN_SCRIPTS -> !isRefusedPermissionWithin(words) && !isWithin(words);
				case ANYTHING_ONCE_BEGUN -> NOT_BEGUN.stream().anyMatch(words::startsWith);
				case PERHAPS_OTHER_COMMANDS -> words.startsWith("EXECABORT");
			};
			return nothing ? Applied.NO : Applied.UNKNOWN;
		}

		private static boolean isRefusedPermissionWithin(String words) {
			return NOT_PERMITTED_WITHIN.stream().anyMatch(words::contains)
					|| (words.contains("NOPERM") && isWithin(words));
		}

		private static boolean isWithin(String words) {
			return WITHIN.stream().anyMatch(words::contains);
		}

		/**
		 * The same where the command that failed was not sent.
		 */
		Applied unsent(String words) {
			return (this == PERHAPS_OTHER_COMMANDS) ? applied(words) : Applied.NO;
		}

	}

	/**
	 * What one error code is called.
	 */
	private record Named(String code, String sentence, ExceptionFactory exception) {

		/**
		 * The code may stand behind the words of a script or of a transaction. It may be
		 * where another code begins: BUSYGROUP says nothing of the server.
		 */
		boolean isMeantBy(String words) {
			return (words + " ").startsWith(this.code + " ") || words.contains("-" + this.code + " ")
					|| words.contains(" because of: " + this.code + " ")
					|| (this.code.startsWith("ERR ") && words.contains(this.code.substring("ERR ".length())));
		}

	}

	@FunctionalInterface
	private interface ExceptionFactory {

		DataAccessException make(String message, Applied applied, Throwable cause);

	}

}
