package io.github.redistiers.connection;

import org.jspecify.annotations.Nullable;

/**
 * A server could not be reached, refused the connection or did not answer in time. The
 * message says what is wrong and what to do, names the tier, the address and the
 * property, and has no secret in it.
 *
 * @since 0.1.0
 */
public class NodeUnreachableException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final Kind kind;

	/**
	 * A failure.
	 * @param kind what kept the server from being reached
	 * @param message a sentence for people, without secrets
	 * @param cause what was thrown below, or {@code null}
	 */
	public NodeUnreachableException(Kind kind, String message, @Nullable Throwable cause) {
		super(message, cause);
		this.kind = kind;
	}

	/**
	 * What kept the server from being reached.
	 * @return never {@code null}
	 */
	public Kind kind() {
		return this.kind;
	}

	/**
	 * The ways of not being reached that need different remedies.
	 */
	public enum Kind {

		/**
		 * Nothing listens at the address.
		 */
		REFUSED,

		/**
		 * No answer within the time limit, or no route to the host.
		 */
		TIMED_OUT,

		/**
		 * The host name is unknown.
		 */
		UNKNOWN_HOST,

		/**
		 * The server refuses the user name or password, or demands one.
		 */
		WRONG_CREDENTIALS,

		/**
		 * What answers there does not speak Redis's protocol.
		 */
		NO_REDIS,

		/**
		 * A Sentinel answers there, which holds no data.
		 */
		SENTINEL,

		/**
		 * The TLS handshake failed.
		 */
		TLS,

		/**
		 * Anything else; the message says what.
		 */
		OTHER

	}

}
