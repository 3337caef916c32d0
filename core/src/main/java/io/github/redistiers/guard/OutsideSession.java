package io.github.redistiers.guard;

import java.time.Clock;
import java.util.List;

import io.github.redistiers.connection.NodeErrorException;
import io.github.redistiers.connection.TierNode;

/**
 * A connection that does not authenticate, and so tells whether a server lets anybody in.
 * <p>
 * One that was shut out, which {@code NOAUTH} says, goes on telling the truth for as long
 * as it is open: the server looks at each command whether a password is needed, and says
 * {@code PONG} from the moment on when none is. One that was let in stays in, even when a
 * password is set afterwards, and therefore tells nothing later.
 */
final class OutsideSession implements AutoCloseable {

	private static final List<String> PING = List.of("PING");

	private static final String PONG = "PONG";

	private final NodeSession session;

	private boolean isShutOut;

	private boolean isRefused;

	private OutsideSession(NodeSession session) {
		this.session = session;
	}

	/**
	 * Connects.
	 * @throws io.github.redistiers.connection.NodeUnreachableException if the server
	 * cannot be reached
	 */
	static OutsideSession connect(TierNode node, Clock clock) {
		return new OutsideSession(new NodeSession(node.connectWithoutCredentials(), clock));
	}

	/**
	 * Asks the server.
	 * @return {@code PONG}, or the server's error
	 * @throws io.github.redistiers.connection.NodeUnreachableException if it does not
	 * answer
	 */
	String ping() {
		this.isRefused = false;
		try {
			return String.valueOf(this.session.execute(PING));
		}
		catch (NodeErrorException ex) {
			String error = String.valueOf(ex.getMessage());
			this.isShutOut |= Refusals.code(error).equals("NOAUTH");
			// remembered for a while, and not asked again
			this.isRefused = Refusals.isLasting(error);
			return error;
		}
	}

	/**
	 * Whether what it was answered now is so for a connection that is made now, too.
	 */
	boolean isTelling(String reply) {
		return this.isShutOut || !reply.equals(PONG);
	}

	/**
	 * Whether there is something to be asked, or remembered, on it later.
	 */
	boolean isOfUse() {
		return this.session.isOpen() && (this.isShutOut || this.isRefused);
	}

	boolean isOpen() {
		return this.session.isOpen();
	}

	void askAgain() {
		this.session.askAgain();
	}

	@Override
	public void close() {
		this.session.close();
	}

}
