package io.github.redistiers.guard;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * What a server told in the last hour, some numbers of it, once a minute. It begins anew
 * with each start of the server, whose counters do so too.
 */
final class ServerHistory {

	private static final Set<String> NUMBERS = Set.of("used_memory", "mem_not_counted_for_evict", "keyspace_hits",
			"keyspace_misses", "aof_delayed_fsync", "aof_pending_bio_fsync", "aof_buffer_length",
			"rejected_connections", "connected_slaves", "connected_clients");

	private static final Duration HOUR = Duration.ofHours(1);

	private static final Duration MINUTE = Duration.ofMinutes(1);

	private final Deque<Sighting> sightings = new ArrayDeque<>();

	private String runId = "";

	/**
	 * Takes in what a server tells now.
	 * @return what it told before, the oldest first; the last is the one of the look
	 * before
	 */
	synchronized List<Sighting> add(Instant at, ServerInfo info) {
		String id = String.valueOf(info.find("run_id"));
		if (!id.equals(this.runId)) {
			this.sightings.clear();
			this.runId = id;
		}
		List<Sighting> before = new ArrayList<>(this.sightings);
		Sighting last = this.sightings.pollLast();
		Sighting lastButOne = this.sightings.peekLast();
		// the last one is always kept, the others once a minute
		if (last != null && (lastButOne == null || !last.at().isBefore(lastButOne.at().plus(MINUTE)))) {
			this.sightings.add(last);
		}
		this.sightings.add(new Sighting(at, info.only(NUMBERS)));
		while (this.sightings.getFirst().at().isBefore(at.minus(HOUR))) {
			this.sightings.removeFirst();
		}
		return before;
	}

	/**
	 * Whether all that it knows is too old.
	 */
	synchronized boolean isOver(Instant at) {
		Sighting last = this.sightings.peekLast();
		return last == null || last.at().isBefore(at.minus(HOUR));
	}

}
