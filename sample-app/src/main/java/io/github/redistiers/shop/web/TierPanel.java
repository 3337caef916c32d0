package io.github.redistiers.shop.web;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.github.redistiers.TierRole;
import io.github.redistiers.guard.Finding;
import io.github.redistiers.guard.Guard;
import io.github.redistiers.guard.GuardReport;
import io.github.redistiers.guard.ServerReport;
import io.github.redistiers.guard.TierReport;
import io.github.redistiers.guard.Verdict;

import org.springframework.stereotype.Component;

/**
 * The guard's report as the page shows it.
 */
@Component
class TierPanel {

	private final Guard guard;

	TierPanel(Guard guard) {
		this.guard = guard;
	}

	View read() {
		GuardReport report = this.guard.report();
		return new View(summary(report), lines(report, (finding) -> finding.tiers().size() > 1),
				report.tiers().stream().map((tier) -> tier(tier, report)).toList());
	}

	private static String summary(GuardReport report) {
		if (report.tiers().isEmpty()) {
			return "nobody looked";
		}
		int wrong = report.withVerdict(Verdict.WRONG).size();
		if (wrong > 0) {
			return wrong + " to mend";
		}
		int unknown = report.withVerdict(Verdict.UNKNOWN).size();
		return (unknown > 0) ? unknown + " not known" : "every server fits its role";
	}

	private static Tier tier(TierReport tier, GuardReport report) {
		String servers = tier.servers().stream().map(ServerReport::address).collect(Collectors.joining(", "));
		String promise = (tier.role() == TierRole.CACHE) ? "may forget: holds copies"
				: "must not forget: holds the only copy";
		return new Tier(tier.name(), servers, promise,
				lines(report, (finding) -> finding.tiers().equals(List.of(tier.name()))));
	}

	private static List<Line> lines(GuardReport report, Predicate<Finding> which) {
		return report.findings().stream().filter(which).map(TierPanel::line).toList();
	}

	private static Line line(Finding finding) {
		String text = switch (finding.verdict()) {
			case OK -> finding.found();
			case WRONG -> "found " + finding.found() + ", needs " + finding.needs();
			case UNKNOWN -> finding.why() + " " + String.join(" ", finding.remedy());
		};
		return new Line(finding.id(), finding.verdict().name().toLowerCase(Locale.ROOT), text);
	}

	record View(String summary, List<Line> together, List<Tier> tiers) {
	}

	record Tier(String name, String address, String promise, List<Line> findings) {
	}

	record Line(String id, String verdict, String text) {
	}

}
