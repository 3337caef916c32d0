package io.github.redistiers.guard;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.redistiers.connection.NodeConnection;
import io.github.redistiers.connection.NodeErrorException;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a server that remembers for a while which questions were not allowed.
 * Each refusal is noted by the server (ACL LOG), and the notes of one guard that asks
 * every few seconds would cover all others.
 */
final class NodeSession implements AutoCloseable {

	private static final Duration REFUSED = Duration.ofHours(1);

	private static final int MOST = 100;

	private final NodeConnection connection;

	private final Clock clock;

	private final Map<List<String>, Refusal> refusals = new ConcurrentHashMap<>();

	NodeSession(NodeConnection connection, Clock clock) {
		this.connection = connection;
		this.clock = clock;
	}

	/**
	 * Asks the server.
	 * @throws NodeErrorException if the server answers with an error, or did so not long
	 * ago
	 */
	@Nullable Object execute(List<String> words) {
		Refusal refusal = this.refusals.get(words);
		if (refusal != null && this.clock.instant().isBefore(refusal.until())) {
			throw refusal.error();
		}
		try {
			return this.connection.execute(words.get(0), words.subList(1, words.size()).toArray(String[]::new));
		}
		catch (NodeErrorException ex) {
			if (Refusals.isLasting(String.valueOf(ex.getMessage()))) {
				if (this.refusals.size() >= MOST) {
					this.refusals.clear();
				}
				this.refusals.put(words, new Refusal(ex, this.clock.instant().plus(REFUSED)));
			}
			throw ex;
		}
	}

	void askAgain() {
		this.refusals.clear();
	}

	boolean isOpen() {
		return this.connection.isOpen();
	}

	@Override
	public void close() {
		this.connection.close();
	}

	private record Refusal(NodeErrorException error, Instant until) {

	}

}
