package io.github.redistiers.guard;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * How many replicas primaries had within the last hour. A replica that is promoted takes
 * over what was expected of its primary: its {@code master_replid2} is its primary's
 * {@code master_replid}.
 */
final class ReplicaCounts {

	private static final Duration HOUR = Duration.ofHours(1);

	/**
	 * So long replicas may take to follow another primary.
	 */
	private static final Duration PROMOTED = Duration.ofSeconds(10);

	private final Map<String, Count> counts = new HashMap<>();

	/**
	 * How many replicas a primary should have.
	 * @param present how many it has
	 * @throws UnknownFactException if it has only just become the primary of those that
	 * are missing
	 */
	synchronized int expected(InspectedServer primary, int present) {
		Instant now = primary.at();
		this.counts.values().removeIf((count) -> count.at().isBefore(now.minus(HOUR)));
		String lineage = primary.info().find("master_replid");
		String key = key(primary, (lineage != null) ? lineage : primary.node().address());
		Count known = this.counts.get(key);
		Instant since = (known != null) ? known.since() : now;
		Count count = (known != null && known.most() > present) ? known : new Count(present, now, since);
		Count inherited = inherited(primary);
		boolean inheritsMore = inherited != null && inherited.most() > count.most();
		if (inherited != null && inheritsMore && !since.isAfter(now.minus(PROMOTED))) {
			count = new Count(inherited.most(), inherited.at(), since);
			inheritsMore = false;
		}
		this.counts.put(key, count);
		if (inheritsMore) {
			throw new UnknownFactException(
					"It has just become the primary. Whether the replicas follow it is known at the next look.");
		}
		return count.most();
	}

	private @Nullable Count inherited(InspectedServer primary) {
		String before = primary.info().find("master_replid2");
		return (before != null) ? this.counts.get(key(primary, before)) : null;
	}

	private static String key(InspectedServer primary, String lineage) {
		return primary.tier().name() + " " + lineage;
	}

	/**
	 * Replicas of a primary.
	 *
	 * @param most how many there were
	 * @param at when there were so many the last time
	 * @param since since when it is known as a primary
	 */
	private record Count(int most, Instant at, Instant since) {
	}

}
