package io.github.redistiers.guard;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What is known of each server so far. A server that is busy, loads its data or is out of
 * reach says nothing for a while; what was known of it stays so long, so that nobody is
 * told of a change that is none.
 */
final class KnownVerdicts {

	/**
	 * So often in a row something is not to be known until it counts as unknown.
	 */
	private static final int LASTING = 5;

	/**
	 * A server that is gone for so long does not come back as the one that it was.
	 */
	private static final Duration GONE = Duration.ofHours(1);

	private final Map<List<Object>, Known> known = new HashMap<>();

	/**
	 * Takes in a report.
	 * @return what has changed
	 */
	List<VerdictChange> changes(GuardReport report) {
		List<VerdictChange> changes = new ArrayList<>();
		for (Finding finding : report.findings()) {
			Known before = this.known.get(key(finding));
			Known after = after(before, finding, report.at());
			this.known.put(key(finding), after);
			VerdictChange change = change(before, after);
			if (change != null) {
				changes.add(change);
			}
		}
		this.known.values().removeIf((it) -> isGone(it, report));
		return changes;
	}

	/**
	 * One that is out of reach, or of a tier whose servers nobody knows at present, is
	 * still expected.
	 */
	private static boolean isGone(Known known, GuardReport report) {
		return known.at().isBefore(report.at().minus(GONE)) && report.tiers()
			.stream()
			.filter((tier) -> known.finding().tiers().contains(tier.name()))
			.allMatch((tier) -> tier.reached() && tier.servers()
				.stream()
				.noneMatch((server) -> known.finding().servers().contains(server.address())));
	}

	private static List<Object> key(Finding finding) {
		return List.of(finding.id(), finding.tiers(), finding.servers());
	}

	private static Known after(@Nullable Known before, Finding finding, Instant at) {
		if (finding.verdict() != Verdict.UNKNOWN || before == null) {
			return new Known(finding, 0, at);
		}
		int times = before.unknown() + 1;
		return (times >= LASTING) ? new Known(finding, times, at) : new Known(before.finding(), times, at);
	}

	/**
	 * A server that was not there before is news only if something is wrong with it, and
	 * others of its tier were judged before: the first look at a tier is reported whole.
	 */
	private @Nullable VerdictChange change(@Nullable Known before, Known after) {
		Finding now = after.finding();
		if (before != null) {
			return isAnother(before.finding(), now) ? new VerdictChange(before.finding(), now) : null;
		}
		boolean isNewServer = now.verdict() == Verdict.WRONG && now.tiers().size() == 1
				&& this.known.values()
					.stream()
					.map(Known::finding)
					.anyMatch((other) -> other.tiers().equals(now.tiers()) && !other.servers().equals(now.servers())
							&& other.id().equals(now.id()));
		return isNewServer ? new VerdictChange(null, now) : null;
	}

	/**
	 * What is wrong may also become worse, and need more than before.
	 */
	private static boolean isAnother(Finding before, Finding now) {
		return before.verdict() != now.verdict() || (now.verdict() == Verdict.WRONG
				&& (before.severity() != now.severity() || !before.needs().equals(now.needs())));
	}

	/**
	 * What is known of one check on one server.
	 *
	 * @param finding the last that counts
	 * @param unknown how often in a row it was not to be known since
	 * @param at when it was judged the last time
	 */
	private record Known(Finding finding, int unknown, Instant at) {

	}

}
