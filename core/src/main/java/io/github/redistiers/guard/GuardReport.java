package io.github.redistiers.guard;

import java.time.Instant;
import java.util.List;

/**
 * What the guard found the last time it looked.
 *
 * @param at when it looked
 * @param tiers the tiers and their servers
 * @param findings one for each check on each server, the right ones too
 * @since 0.1.0
 */
public record GuardReport(Instant at, List<TierReport> tiers, List<Finding> findings) {

	public GuardReport {
		tiers = List.copyOf(tiers);
		findings = List.copyOf(findings);
	}

	/**
	 * Returns the findings that stop a start.
	 * @return those findings, in the order of the report
	 */
	public List<Finding> refusals() {
		return this.findings.stream().filter(Finding::stopsStart).toList();
	}

	/**
	 * Returns the findings with a verdict.
	 * @param verdict the verdict
	 * @return those findings, in the order of the report
	 */
	public List<Finding> withVerdict(Verdict verdict) {
		return this.findings.stream().filter((finding) -> finding.verdict() == verdict).toList();
	}

	/**
	 * Returns whether at least one server of every tier was reached.
	 * @return whether nothing is left to be looked at
	 */
	public boolean complete() {
		return this.tiers.stream().filter((tier) -> tier.mode() != GuardMode.OFF).allMatch(TierReport::reached);
	}

	/**
	 * Returns the report for people to read, as the log has it at start-up: each tier and
	 * what could not be reached, what is to be mended and how, and what could not be
	 * known.
	 * @return the text, of several lines
	 */
	public String text() {
		return ReportLog.text(this);
	}

}
