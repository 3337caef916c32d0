package io.github.redistiers.benchmarks;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RowsTests {

	@Test
	void areAllUnlessOneKindIsNamed() {
		assertThat(Rows.of()).containsExactly(Rows.values());
		assertThat(Rows.of("full")).containsExactly(Rows.values());
		assertThat(Rows.of("full", "all")).containsExactly(Rows.values());
		assertThat(Rows.of("full", "stampede")).containsExactly(Rows.STAMPEDE);
		assertThat(Rows.of("full", "rate-limits")).containsExactly(Rows.RATE_LIMITS);
	}

}
