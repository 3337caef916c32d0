package io.github.redistiers.guard;

/**
 * A server is configured against its role, so the application does not start.
 *
 * @since 0.1.0
 */
public class GuardRefusalException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient GuardReport report;

	GuardRefusalException(GuardReport report) {
		super("The guard refuses the start: "
				+ String.join(", ", report.refusals().stream().map(Finding::id).distinct().toList()));
		this.report = report;
	}

	/**
	 * What the guard found.
	 * @return the report
	 */
	public GuardReport report() {
		return this.report;
	}

	/**
	 * What is wrong, for people: a paragraph for each server, a few lines for each
	 * finding.
	 * @return the text
	 */
	public String description() {
		return ReportText.of(this.report.refusals(), this.report);
	}

	/**
	 * What to do, for people.
	 * @return the text
	 */
	public String action() {
		return """
				Mend each server with the lines below its finding, in their order, as a user who may \
				(redis-cli --user <name> --askpass ...); each finding's page says more.
				To start anyway, with the findings as warnings: REDISTIERS_GUARD_MODE=warn (redis-tiers.guard.mode=warn).""";
	}

}
