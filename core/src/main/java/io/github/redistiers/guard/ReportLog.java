package io.github.redistiers.guard;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.Consumer;
import java.util.function.Predicate;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Tells what was found: one line for each tier, one entry for all that is wrong, and one
 * for all that could not be known.
 */
final class ReportLog {

	private static final Log logger = LogFactory.getLog(Guard.class);

	private static final String TO_MEND = "to mend";

	private static final String TO_KNOW = "to know";

	private static final String DECLARED = "declared, not verified";

	private static final String UNKNOWN = "unknown";

	private ReportLog() {
	}

	/**
	 * Logs a report.
	 * @param report the report
	 * @param tiers the names of the tiers that it is news about
	 */
	static void write(GuardReport report, Predicate<String> tiers) {
		tell(report, tiers, logger::warn, logger::info);
	}

	/**
	 * Returns what is logged of a report, as text.
	 * @param report the report
	 * @return the entries, a line or several each
	 */
	static String text(GuardReport report) {
		StringJoiner text = new StringJoiner("\n");
		tell(report, (tier) -> true, text::add, text::add);
		return text.toString();
	}

	private static void tell(GuardReport report, Predicate<String> tiers, Consumer<String> warn,
			Consumer<String> info) {
		for (TierReport tier : report.tiers()) {
			if (tiers.test(tier.name())) {
				tell(report, tier, warn, info);
			}
		}
		List<Finding> wrong = new ArrayList<>();
		List<Finding> unknown = new ArrayList<>();
		for (Finding finding : report.findings()) {
			String group = group(finding);
			if (group.equals(TO_MEND) && finding.tiers().stream().anyMatch(tiers)) {
				wrong.add(finding);
			}
			if (group.equals(UNKNOWN) && finding.tiers().stream().anyMatch(tiers)) {
				unknown.add(finding);
			}
		}
		if (!wrong.isEmpty()) {
			warn.accept("What the guard found to be mended:\n" + indented(ReportText.of(wrong, report)));
		}
		if (!unknown.isEmpty()) {
			info.accept("What the guard could not know:\n" + indented(UnknownText.of(unknown)));
		}
	}

	/**
	 * Without blanks at the end of empty lines.
	 */
	private static String indented(String text) {
		return text.stripTrailing().replaceAll("(?m)^(?=.)", "  ");
	}

	private static void tell(GuardReport report, TierReport tier, Consumer<String> warn, Consumer<String> info) {
		StringJoiner reached = new StringJoiner(", ");
		for (ServerReport server : tier.servers()) {
			if (!server.reached()) {
				warn.accept("Not judged until it can be reached: " + server.problem());
			}
			else {
				reached.add(((server.product() != null) ? server.product() + " at " : "") + server.address());
			}
		}
		if (tier.reached()) {
			info.accept("The " + tier.name() + " tier: " + reached + "; " + summary(report, tier));
		}
	}

	private static String summary(GuardReport report, TierReport tier) {
		int all = 0;
		int right = 0;
		Map<String, Set<String>> ids = new LinkedHashMap<>();
		for (String group : List.of(TO_MEND, TO_KNOW, DECLARED, UNKNOWN)) {
			ids.put(group, new LinkedHashSet<>());
		}
		for (Finding finding : report.findings()) {
			if (finding.tiers().contains(tier.name())) {
				all++;
				Set<String> group = ids.get(group(finding));
				if (group != null) {
					group.add(finding.id());
				}
				else {
					right++;
				}
			}
		}
		StringBuilder summary = new StringBuilder().append(right).append(" of ").append(all).append(" checks right");
		for (Map.Entry<String, Set<String>> group : ids.entrySet()) {
			if (!group.getValue().isEmpty()) {
				summary.append("; ").append(group.getKey()).append(": ").append(String.join(", ", group.getValue()));
			}
		}
		return summary.toString();
	}

	private static String group(Finding finding) {
		return switch (finding.verdict()) {
			case OK -> "";
			case WRONG -> (finding.severity() != Severity.INFO) ? TO_MEND : TO_KNOW;
			case UNKNOWN -> finding.declared() ? DECLARED : UNKNOWN;
		};
	}

}
