package io.github.redistiers.connection;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

import javax.net.ssl.SSLException;

import io.github.redistiers.connection.NodeUnreachableException.Kind;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.protocol.RedisProtocolException;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.ssl.NotSslRecordException;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.RedisConnectionFailureException;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisConfiguration.ClusterConfiguration;
import org.springframework.data.redis.connection.RedisSentinelConfiguration;

/**
 * Why a server could not be reached, in two sentences: what is wrong and what to do.
 */
final class ConnectFailure {

	/**
	 * What Lettuce says when the other side hangs up during the greeting.
	 */
	static final String CLOSED_PREMATURELY = "Connection closed prematurely";

	/**
	 * What Lettuce says when the other side hung up before its connecting thread looked.
	 */
	private static final String CLOSED_ALREADY = "RedisHandshakeHandler not registered";

	private final Kind kind;

	private final String address;

	private final String subject;

	private final SettingNames names;

	private final RedisConfiguration configuration;

	private final Duration limit;

	private final boolean areProvided;

	private final @Nullable Throwable cause;

	private ConnectFailure(Kind kind, TierSettings settings, String address, Duration limit,
			@Nullable Throwable cause) {
		this.kind = kind;
		this.subject = settings.name();
		this.address = address;
		this.names = settings.settingNames();
		this.configuration = settings.configuration();
		this.limit = limit;
		this.areProvided = settings.credentials() != null;
		this.cause = cause;
	}

	static ConnectFailure of(@Nullable Throwable cause, TierSettings settings) {
		return of(cause, settings, settings.address(), settings.connectTimeout());
	}

	/**
	 * The failure to reach one server of a tier.
	 * @param limit how long was waited at most
	 */
	static ConnectFailure of(@Nullable Throwable cause, TierSettings settings, String address, Duration limit) {
		return new ConnectFailure(kindOf(cause), settings, address, limit, cause);
	}

	/**
	 * What is wrong with a server that was reached.
	 */
	static ConnectFailure of(Kind kind, @Nullable Throwable cause, TierSettings settings, String address) {
		return new ConnectFailure(kind, settings, address, settings.connectTimeout(), cause);
	}

	/**
	 * The failure of a call while a connection that was there is lost.
	 */
	static RedisConnectionFailureException lost(TierSettings settings) {
		return new RedisConnectionFailureException("Currently not connected: the connection to the " + settings
				+ " is lost and being restored in the background. Check the server if this lasts.");
	}

	/**
	 * The failure of a call that does not wait for the first connection.
	 */
	static RedisConnectionFailureException pending(TierSettings settings) {
		return new RedisConnectionFailureException("Not connected yet: the connection to the " + settings
				+ " is being opened in the background. Check the server if this lasts.");
	}

	/**
	 * Whether Lettuce only says that the connection was closed, and not why.
	 */
	static boolean losesReason(Throwable failure) {
		return kindOf(failure) != Kind.WRONG_CREDENTIALS && find(failure, ConnectFailure::isClosed) != null;
	}

	RedisConnectionFailureException toException() {
		return new RedisConnectionFailureException(message(), this.cause);
	}

	NodeUnreachableException toNodeException() {
		return new NodeUnreachableException(this.kind, message(), this.cause);
	}

	String message() {
		return "The " + this.subject + " tier at " + this.address + " is not connected: " + what() + ". " + remedy();
	}

	private String what() {
		return switch (this.kind) {
			case REFUSED -> "nothing listens there";
			case TIMED_OUT -> "no answer within " + this.limit.toMillis() + " ms";
			case UNKNOWN_HOST -> "there is no such host";
			case WRONG_CREDENTIALS -> refusal(reply());
			case NO_REDIS ->
				"what answers there does not speak Redis's protocol" + (isPlain() ? ", or only over TLS" : "");
			case SENTINEL -> "a Sentinel answers there, which holds no data";
			case TLS -> "the TLS handshake failed (" + deepestMessage() + ")";
			case OTHER -> other();
		};
	}

	private String other() {
		Throwable unavailable = unavailable();
		return (unavailable != null) ? String.valueOf(unavailable.getMessage())
				: hangsUp() ? "what answers there hangs up at once (" + deepestMessage() + ")" : deepestMessage();
	}

	private static String refusal(String reply) {
		if (reply.startsWith("NOAUTH")) {
			return "the server demands a password and none is configured";
		}
		return isWithoutPassword(reply) ? "a password is configured and the server has none"
				: "the server refuses the user name or password (" + reply.replaceFirst("\\.$", "") + ")";
	}

	/**
	 * Redis 6 and later say the former, older ones the latter.
	 */
	private static boolean isWithoutPassword(String reply) {
		return reply.startsWith("ERR AUTH <password> called without any password")
				|| reply.startsWith("ERR Client sent AUTH");
	}

	private String remedy() {
		if (unavailable() != null || (this.areProvided && this.kind == Kind.WRONG_CREDENTIALS)) {
			return "Check what the " + this.subject + " tier's RedisCredentialsProvider gives.";
		}
		return switch (this.kind) {
			case REFUSED, TIMED_OUT, UNKNOWN_HOST, NO_REDIS, OTHER -> "Check that the server runs" + whereItIs()
					+ (mayBeAboutTls() ? ", and whether it speaks TLS (" + this.names.tls() + ")." : ".");
			case SENTINEL -> "If the server is to be found through it, name it by " + this.names.sentinels()
					+ "; otherwise set " + this.names.address() + " to the server's own address.";
			case WRONG_CREDENTIALS ->
				isWithoutPassword(reply()) ? "Leave " + this.names.password() + " out, or give the server a password."
						: "Set " + this.names.credentials() + ".";
			case TLS -> "Check " + this.names.certificates() + " and the server's port.";
		};
	}

	private String whereItIs() {
		if (this.configuration instanceof RedisSentinelConfiguration) {
			return ", then " + this.names.sentinels();
		}
		if (this.configuration instanceof ClusterConfiguration) {
			return ", then " + this.names.cluster();
		}
		return " and that " + this.names.address() + " is its address";
	}

	/**
	 * A server without TLS waits for the rest of what it takes for a command; one with it
	 * hangs up.
	 */
	private boolean mayBeAboutTls() {
		return isPlain() ? this.kind == Kind.NO_REDIS || hangsUp() : this.kind == Kind.TIMED_OUT;
	}

	private boolean isPlain() {
		return !this.address.startsWith("rediss");
	}

	private boolean hangsUp() {
		return find(this.cause,
				(ex) -> ex instanceof IOException && String.valueOf(ex.getMessage()).contains("reset")) != null;
	}

	private @Nullable Throwable unavailable() {
		return find(this.cause, ConnectFailure::givesNoCredentials);
	}

	private String reply() {
		Throwable reply = find(this.cause, ConnectFailure::refusesCredentials);
		return (reply != null) ? String.valueOf(reply.getMessage()) : "no authentication";
	}

	private String deepestMessage() {
		Throwable deepest = this.cause;
		while (deepest != null && deepest.getCause() != null && deepest.getCause() != deepest) {
			deepest = deepest.getCause();
		}
		return (deepest != null && deepest.getMessage() != null) ? deepest.getMessage() : "unknown reason";
	}

	private static Kind kindOf(@Nullable Throwable cause) {
		if (cause == null) {
			return Kind.TIMED_OUT;
		}
		if (find(cause, ConnectFailure::refusesCredentials) != null) {
			return Kind.WRONG_CREDENTIALS;
		}
		if (find(cause, ConnectFailure::givesNoCredentials) != null) {
			return Kind.OTHER;
		}
		if (find(cause, (ex) -> ex instanceof SSLException || ex instanceof NotSslRecordException) != null) {
			return Kind.TLS;
		}
		if (find(cause, (ex) -> ex instanceof UnknownHostException) != null) {
			return Kind.UNKNOWN_HOST;
		}
		if (find(cause, ConnectFailure::timesOut) != null) {
			return Kind.TIMED_OUT;
		}
		if (find(cause, ConnectFailure::speaksNoRedis) != null) {
			return Kind.NO_REDIS;
		}
		return (find(cause, (ex) -> ex instanceof ConnectException) != null) ? Kind.REFUSED : Kind.OTHER;
	}

	private static boolean refusesCredentials(Throwable ex) {
		String message = ex.getMessage();
		return (ex instanceof RedisCommandExecutionException || ex instanceof NodeErrorException) && message != null
				&& (message.startsWith("WRONGPASS") || message.startsWith("NOAUTH") || message.startsWith("NOPERM")
						|| message.startsWith("ERR invalid password") || message.startsWith("ERR AUTH")
						|| message.startsWith("ERR Client sent AUTH"));
	}

	private static boolean givesNoCredentials(Throwable ex) {
		return ex instanceof CredentialsUnavailableException;
	}

	private static boolean timesOut(Throwable ex) {
		return ex instanceof RedisCommandTimeoutException || ex instanceof ConnectTimeoutException
				|| ex instanceof TimeoutException || ex instanceof NoRouteToHostException;
	}

	private static boolean speaksNoRedis(Throwable ex) {
		// a web server, or a server that expects TLS, hangs up before Lettuce has judged
		// its answer
		return ex instanceof RedisProtocolException || isClosed(ex);
	}

	private static boolean isClosed(Throwable ex) {
		return CLOSED_PREMATURELY.equals(ex.getMessage()) || CLOSED_ALREADY.equals(ex.getMessage());
	}

	private static @Nullable Throwable find(@Nullable Throwable start, Predicate<Throwable> predicate) {
		Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
		for (Throwable ex = start; ex != null && seen.add(ex); ex = ex.getCause()) {
			if (predicate.test(ex)) {
				return ex;
			}
		}
		return null;
	}

}
