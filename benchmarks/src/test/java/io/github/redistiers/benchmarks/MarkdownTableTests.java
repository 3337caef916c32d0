package io.github.redistiers.benchmarks;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of {@link MarkdownTable}.
 */
class MarkdownTableTests {

	@Test
	void printsAHeadingARuleAndTheRows() {
		MarkdownTable table = new MarkdownTable("command", "1 thread");
		table.row("GET", "12,000");
		table.row("SET | NX", "11,000");
		assertThat(table.toString()).isEqualTo("""
				| command | 1 thread |
				| --- | --- |
				| GET | 12,000 |
				| SET \\| NX | 11,000 |
				""");
	}

	@Test
	void refusesARowOfAnotherWidth() {
		MarkdownTable table = new MarkdownTable("command", "1 thread");
		assertThatIllegalArgumentException().isThrownBy(() -> table.row("GET"))
			.withMessage("A row of 1 cells in a table of 2");
	}

}
