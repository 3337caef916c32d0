package io.github.redistiers.doctor;

import io.github.redistiers.guard.GuardReport;
import io.github.redistiers.guard.ServerReport;
import io.github.redistiers.guard.Severity;
import io.github.redistiers.guard.Verdict;

/**
 * What is to be made of a report.
 *
 * @param report what the guard found
 * @param failOn from which severity on something is to be mended
 */
record Diagnosis(GuardReport report, Severity failOn) {

	int exitCode() {
		if (!isEveryServerReached()) {
			return Doctor.NOT_LOOKED_AT;
		}
		return isWrong() ? Doctor.WRONG : Doctor.RIGHT;
	}

	/**
	 * The report as an application logs it at its start, and what it comes to.
	 */
	String text() {
		String text = this.report.text() + "\n\n" + conclusion();
		// an error reply may hold anything, a terminal's commands too
		return text.replaceAll("[\\p{Cc}&&[^\\n]]", "?");
	}

	private String conclusion() {
		if (!isEveryServerReached()) {
			return "Not every server could be reached.";
		}
		if (isWrong()) {
			return "Something is to be mended."
					+ (this.report.refusals().isEmpty() ? "" : " An application would not start on this.");
		}
		return this.report.withVerdict(Verdict.UNKNOWN).isEmpty() ? "Nothing is to be mended."
				: "Nothing is to be mended, as far as it could be known.";
	}

	private boolean isEveryServerReached() {
		return this.report.tiers().stream().flatMap((tier) -> tier.servers().stream()).allMatch(ServerReport::reached);
	}

	private boolean isWrong() {
		return this.report.withVerdict(Verdict.WRONG)
			.stream()
			.anyMatch((finding) -> finding.severity().compareTo(this.failOn) >= 0);
	}

}
