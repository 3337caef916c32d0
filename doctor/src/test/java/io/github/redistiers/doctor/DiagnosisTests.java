package io.github.redistiers.doctor;

import java.time.Instant;
import java.util.List;

import io.github.redistiers.TierRole;
import io.github.redistiers.guard.Finding;
import io.github.redistiers.guard.FindingKind;
import io.github.redistiers.guard.GuardMode;
import io.github.redistiers.guard.GuardReport;
import io.github.redistiers.guard.ServerReport;
import io.github.redistiers.guard.Severity;
import io.github.redistiers.guard.TierReport;
import io.github.redistiers.guard.Verdict;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class DiagnosisTests {

	private static final String ADDRESS = "redis://store:6379";

	@ParameterizedTest
	@CsvSource({ "OK, INFO, WARNING, 0", "UNKNOWN, INFO, INFO, 0", "WRONG, INFO, WARNING, 0", "WRONG, INFO, INFO, 1",
			"WRONG, WARNING, WARNING, 1", "WRONG, WARNING, ERROR, 0", "WRONG, ERROR, ERROR, 1" })
	void comesToTheExitCode(Verdict verdict, Severity severity, Severity failOn, int exitCode) {
		assertThat(diagnosis(verdict, severity, failOn, "why", null).exitCode()).isEqualTo(exitCode);
	}

	@Test
	void comesToNoVerdictWhileAServerIsMissing() {
		Diagnosis diagnosis = diagnosis(Verdict.WRONG, Severity.ERROR, Severity.WARNING, "why", "It is gone.");
		assertThat(diagnosis.exitCode()).isEqualTo(2);
		assertThat(diagnosis.text()).contains("It is gone.", "Not every server could be reached.");
	}

	@Test
	void leavesTheTerminalAlone() {
		String text = diagnosis(Verdict.WRONG, Severity.ERROR, Severity.WARNING, "\u001b[2J\u009b1mwhy\r", null).text();
		assertThat(text).contains("why").doesNotContainPattern("[\\u0000-\\u0009\\u000b-\\u001f\\u007f-\\u009f]");
	}

	private static Diagnosis diagnosis(Verdict verdict, Severity severity, Severity failOn, String why,
			@Nullable String problem) {
		Finding finding = new Finding("store.aof", FindingKind.CONFIGURATION, verdict, severity, List.of("store"),
				List.of(ADDRESS), "found", "needs", why, List.of(), false, false);
		TierReport tier = new TierReport("store", TierRole.STORE, GuardMode.ENFORCE,
				List.of(new ServerReport(ADDRESS, "Redis", null, null),
						new ServerReport("redis://other", null, null, problem)));
		return new Diagnosis(new GuardReport(Instant.EPOCH, List.of(tier), List.of(finding)), failOn);
	}

}
