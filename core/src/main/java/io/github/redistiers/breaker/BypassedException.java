package io.github.redistiers.breaker;

/**
 * A command was not sent, because the circuit breaker of its node is open. One for all:
 * during an outage there are very many, and where they come from tells nothing.
 *
 * @since 0.1.0
 */
public final class BypassedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Nothing of the call was sent.
	 */
	public static final BypassedException NOT_SENT = new BypassedException();

	/**
	 * The call's first command was sent, the one that would have confirmed it was not.
	 */
	public static final BypassedException HALF_SENT = new BypassedException();

	private BypassedException() {
		super("Its circuit breaker is open", null, false, false);
	}

}
