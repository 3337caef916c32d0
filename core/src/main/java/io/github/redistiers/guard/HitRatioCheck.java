package io.github.redistiers.guard;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.redistiers.TierRole;

/**
 * {@code cache.hit-ratio}: a cache that suddenly answers far less than it did leaves the
 * work to its source. Compares the last minutes with the time before, within an hour. One
 * that has collapsed has done so until it is clearly better, so that a ratio about the
 * threshold is not told of again and again.
 */
final class HitRatioCheck extends ConditionCheck {

	private static final Duration RECENT = Duration.ofMinutes(5);

	/** Of fewer lookups nothing follows. */
	private static final double FEWEST = 1000;

	/** Nothing collapses from less. */
	private static final double LEAST = 0.2;

	/** Of the ratio before: less is a collapse. */
	private static final double COLLAPSED = 0.5;

	/** Of the ratio before: as much is none any more. */
	private static final double RECOVERED = 0.75;

	/** How much less is enough to believe that a collapse lasts. */
	private static final double STILL = 0.5;

	private final ByServer<AtomicBoolean> collapsed = new ByServer<>(AtomicBoolean::new);

	HitRatioCheck() {
		super(TierRole.CACHE, "hit-ratio");
	}

	@Override
	public Judgement judge(InspectedServer server) {
		AtomicBoolean hasCollapsed = this.collapsed.of(server);
		Judgement judgement = judge(server, hasCollapsed.get());
		hasCollapsed.set(judgement.verdict() == Verdict.WRONG);
		return judgement;
	}

	private static Judgement judge(InspectedServer server, boolean hadCollapsed) {
		double still = hadCollapsed ? STILL : 1;
		List<Sighting> earlier = server.earlier();
		Instant border = server.at().minus(RECENT);
		Sighting atBorder = null;
		for (Sighting sighting : earlier) {
			if (!sighting.at().isAfter(border)) {
				atBorder = sighting;
			}
		}
		if (atBorder == null) {
			return Judgement.ok("too early to tell");
		}
		Lookups now = Lookups.between(atBorder.info(), server.info());
		Lookups before = Lookups.between(earlier.get(0).info(), atBorder.info());
		boolean isEnough = now.isAtLeast(still * FEWEST);
		if (!isEnough || !before.isAtLeast(still * FEWEST) || before.ratio() < still * LEAST
				|| now.ratio() >= before.ratio() * (hadCollapsed ? RECOVERED : COLLAPSED)) {
			return Judgement.ok(isEnough ? now.inWords() : "too few lookups to tell");
		}
		return Judgement.wrong(Severity.WARNING, now.inWords() + ", and " + before.inWords() + " before",
				"at least half of that", "The source is asked for what the cache used to answer.",
				Remedy.on(server)
					.then("Was the cache cleared, restarted, or a new version deployed whose entries have other keys? Then"
							+ " it fills by itself.")
					.run("INFO stats",
							"evicted_keys that grow fast mean that it is too small: give it more maxmemory"));
	}

	/**
	 * What was looked for between two looks.
	 */
	private record Lookups(double hits, double misses) {

		static Lookups between(ServerInfo before, ServerInfo after) {
			return new Lookups(grown("keyspace_hits", before, after), grown("keyspace_misses", before, after));
		}

		private static double grown(String field, ServerInfo before, ServerInfo after) {
			return after.numberOrNaN(field) - before.numberOrNaN(field);
		}

		/**
		 * Counters that went backwards were reset, and what is not told is not a number.
		 */
		boolean isAtLeast(double number) {
			return this.hits >= 0 && this.misses >= 0 && this.hits + this.misses >= number;
		}

		double ratio() {
			return this.hits / (this.hits + this.misses);
		}

		String inWords() {
			return Math.round(100 * ratio()) + " % of " + (long) (this.hits + this.misses) + " lookups found something";
		}

	}

}
