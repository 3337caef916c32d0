package io.github.redistiers.benchmarks;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StampedeOutcomeTests {

	@Test
	void addsTheCallsOfSeveralJvmsAndTakesTheLastCallerOfAll() {
		StampedeOutcome one = new StampedeOutcome(1, 240_000);
		StampedeOutcome other = new StampedeOutcome(2, 210_000);
		assertThat(one.and(other)).isEqualTo(new StampedeOutcome(3, 240_000));
		assertThat(other.and(one)).isEqualTo(new StampedeOutcome(3, 240_000));
	}

	@Test
	void survivesTheWayToAnotherJvm() {
		StampedeOutcome outcome = new StampedeOutcome(64, 242_117);
		assertThat(StampedeOutcome.of(outcome.text())).isEqualTo(outcome);
	}

}
