package io.github.redistiers.connection;

/**
 * A server's own error reply.
 *
 * @since 0.1.0
 */
public class NodeErrorException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * A failure.
	 * @param reply what the server said
	 */
	public NodeErrorException(String reply) {
		super(reply);
	}

}
