package io.github.redistiers.guard;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.redistiers.connection.NodeUnreachableException;
import io.github.redistiers.connection.RedisTier;
import io.github.redistiers.connection.TierNode;

/**
 * One connection to each server that is watched, kept from one look to the next: a look
 * is then a few small commands instead of a handshake.
 */
final class KeptConnections {

	private final Clock clock;

	private final Map<String, NodeSession> sessions = new ConcurrentHashMap<>();

	private volatile boolean isKeeping;

	KeptConnections(Clock clock) {
		this.clock = clock;
	}

	/**
	 * Decides whether connections are kept from now on.
	 */
	void keep(boolean keep) {
		this.isKeeping = keep;
	}

	/**
	 * Takes out the connection that was kept, or opens one.
	 * @throws NodeUnreachableException if the server cannot be reached
	 */
	NodeSession connect(RedisTier tier, TierNode node) {
		NodeSession kept = this.sessions.remove(key(tier, node));
		if (kept != null && kept.isOpen()) {
			return kept;
		}
		if (kept != null) {
			kept.close();
		}
		return new NodeSession(node.connect(), this.clock);
	}

	/**
	 * Takes a connection back.
	 * @return whether it is kept; otherwise the caller closes it
	 */
	boolean keep(RedisTier tier, TierNode node, NodeSession session) {
		return this.isKeeping && session.isOpen() && this.sessions.putIfAbsent(key(tier, node), session) == null;
	}

	/**
	 * Forgets what servers have refused, so that a right that was granted shows.
	 */
	void askAgain() {
		this.sessions.values().forEach(NodeSession::askAgain);
	}

	/**
	 * Takes out all connections, which the caller closes: after a look has taken its own,
	 * those to servers that are not there any more.
	 */
	List<NodeSession> release() {
		List<NodeSession> released = new ArrayList<>(this.sessions.values());
		this.sessions.clear();
		return released;
	}

	private static String key(RedisTier tier, TierNode node) {
		return tier.name() + " " + node.address();
	}

}
