package io.github.redistiers.guard;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import io.github.redistiers.connection.NodeUnreachableException;
import io.github.redistiers.connection.RedisTier;
import io.github.redistiers.connection.TierNode;

/**
 * One connection to each server that is watched, kept from one look to the next: a look
 * is then a few small commands instead of a handshake.
 */
final class KeptConnections {

	private final Clock clock;

	private final Map<Key, NodeSession> sessions = new ConcurrentHashMap<>();

	private final Map<Key, OutsideSession> outside = new ConcurrentHashMap<>();

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
	 * Takes out the connection without authentication that was kept.
	 * @return {@code null} if none was
	 */
	@Nullable OutsideSession outside(RedisTier tier, TierNode node) {
		return this.outside.remove(key(tier, node));
	}

	/**
	 * Opens a connection that does not authenticate.
	 * @throws NodeUnreachableException if the server cannot be reached
	 */
	OutsideSession connectOutside(TierNode node) {
		return OutsideSession.connect(node, this.clock);
	}

	/**
	 * Takes a connection without authentication back.
	 * @return whether it is kept; otherwise the caller closes it
	 */
	boolean keep(RedisTier tier, TierNode node, OutsideSession session) {
		return this.isKeeping && session.isOfUse() && this.outside.putIfAbsent(key(tier, node), session) == null;
	}

	/**
	 * Forgets what servers have refused, so that a right that was granted shows.
	 */
	void askAgain() {
		this.sessions.values().forEach(NodeSession::askAgain);
		this.outside.values().forEach(OutsideSession::askAgain);
	}

	/**
	 * Takes out the connections of some tiers, or all if none are kept any more, which
	 * the caller closes: after a look at these tiers has taken its own, those to servers
	 * that are not there any more.
	 * @param tiers the tiers' names
	 * @return what closes each of them
	 */
	List<Runnable> release(Set<String> tiers) {
		List<Runnable> released = new ArrayList<>();
		this.sessions.keySet().forEach((key) -> {
			NodeSession session = isReleased(key, tiers) ? this.sessions.remove(key) : null;
			if (session != null) {
				released.add(session::close);
			}
		});
		this.outside.keySet().forEach((key) -> {
			OutsideSession session = isReleased(key, tiers) ? this.outside.remove(key) : null;
			if (session != null) {
				released.add(session::close);
			}
		});
		return released;
	}

	private boolean isReleased(Key key, Set<String> tiers) {
		return !this.isKeeping || tiers.contains(key.tier());
	}

	private static Key key(RedisTier tier, TierNode node) {
		return new Key(tier.name(), node.address());
	}

	private record Key(String tier, String address) {

	}

}
