package io.github.redistiers.guard;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What a check remembers of each server from one look to the next. A server that was not
 * judged for an hour is forgotten: one that is out of reach may come back, and where
 * servers move, others take its place for ever.
 *
 * @param <T> what is remembered
 */
final class ByServer<T> {

	private static final Duration HOUR = Duration.ofHours(1);

	private final Supplier<T> nothing;

	private final Map<String, Memory<T>> memories = new HashMap<>();

	/**
	 * Remembers nothing yet.
	 * @param nothing what is known of a server at first
	 */
	ByServer(Supplier<T> nothing) {
		this.nothing = nothing;
	}

	/**
	 * What is remembered of a server that is judged now.
	 */
	synchronized T of(InspectedServer server) {
		Instant now = server.at();
		this.memories.values().removeIf((memory) -> memory.at().isBefore(now.minus(HOUR)));
		String key = place(server);
		Memory<T> known = this.memories.get(key);
		T content = (known != null) ? known.content() : this.nothing.get();
		this.memories.put(key, new Memory<>(content, now));
		return content;
	}

	/**
	 * What a server is known by, which outlives its restarts.
	 */
	static String place(InspectedServer server) {
		return server.tier().name() + " " + server.node().address();
	}

	private record Memory<T>(T content, Instant at) {
	}

}
