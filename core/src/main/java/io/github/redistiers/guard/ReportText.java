package io.github.redistiers.guard;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.redistiers.TierRole;

/**
 * Findings as a tired person reads them at night: a paragraph for each server, and for
 * each finding one line for what was found, then the lines that mend it.
 */
final class ReportText {

	/** What costs no data by itself. */
	private static final Set<String> WITHOUT_LOSS = Set.of("store.primary", "store.version");

	private final StringBuilder text = new StringBuilder();

	private final GuardReport report;

	private ReportText(GuardReport report) {
		this.report = report;
	}

	static String of(List<Finding> findings, GuardReport report) {
		Map<List<String>, List<Finding>> byServers = findings.stream()
			.collect(Collectors.groupingBy(
					(finding) -> List.of(finding.tiers().toString(), finding.servers().toString()), LinkedHashMap::new,
					Collectors.toList()));
		ReportText text = new ReportText(report);
		byServers.values().forEach(text::paragraph);
		return text.text.toString().stripTrailing();
	}

	private void paragraph(List<Finding> findings) {
		int width = findings.stream().mapToInt((finding) -> finding.id().length()).max().orElse(0);
		String indent = " ".repeat(width + 4);
		this.text.append(heading(findings)).append(":\n");
		for (Finding finding : findings) {
			this.text.append("  ").append(finding.id()).append(" ".repeat(width - finding.id().length() + 2));
			this.text.append(sentence(finding)).append('\n');
			finding.remedy().forEach((line) -> this.text.append(indent).append(line).append('\n'));
			this.text.append(indent).append(finding.page()).append('\n');
		}
		this.text.append('\n');
	}

	private String heading(List<Finding> findings) {
		Finding first = findings.get(0);
		if (first.tiers().size() > 1) {
			return "The " + first.tiers().get(0) + " at " + first.servers().get(0) + " and the " + first.tiers().get(1)
					+ " at " + first.servers().get(1) + " are not kept apart";
		}
		String subject = "The " + first.tiers().get(0) + " at " + first.servers().get(0);
		if (findings.stream().allMatch((finding) -> finding.verdict() == Verdict.UNKNOWN)) {
			return subject + " does not tell everything";
		}
		if (findings.stream().noneMatch((finding) -> finding.severity() == Severity.ERROR)) {
			return subject + " is not quite as it should be";
		}
		boolean losesData = isStore(first.tiers().get(0))
				&& !findings.stream().allMatch((finding) -> WITHOUT_LOSS.contains(finding.id()));
		return subject + (losesData ? " can lose data" : " is not fit for its role");
	}

	private boolean isStore(String tier) {
		return this.report.tiers()
			.stream()
			.anyMatch((candidate) -> candidate.name().equals(tier) && candidate.role() == TierRole.STORE);
	}

	private static String sentence(Finding finding) {
		if (finding.verdict() == Verdict.UNKNOWN) {
			return (finding.declared() ? "declared, not verified: " : "unknown: ") + finding.why();
		}
		StringBuilder sentence = new StringBuilder("found ").append(finding.found());
		if (!finding.needs().isEmpty()) {
			sentence.append(", needs ").append(finding.needs());
		}
		if (!finding.why().isEmpty()) {
			sentence.append(": ").append(finding.why());
		}
		return sentence.toString();
	}

}
