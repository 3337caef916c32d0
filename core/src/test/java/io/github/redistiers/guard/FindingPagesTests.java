package io.github.redistiers.guard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every finding has its page, and every page its finding.
 */
class FindingPagesTests {

	private static final Path PAGES = Path.of("..", "docs", "findings");

	@Test
	void coverEveryFindingAndNothingElse() throws IOException {
		try (Stream<Path> pages = Files.list(PAGES)) {
			assertThat(pages.map((page) -> page.getFileName().toString()).filter((name) -> !name.equals("README.md")))
				.containsExactlyInAnyOrderElementsOf(ids().map((id) -> id + ".md").toList());
		}
	}

	@ParameterizedTest
	@MethodSource("ids")
	void answerTheFiveQuestions(String id) throws IOException {
		List<String> lines = Files.readAllLines(PAGES.resolve(id + ".md"));
		assertThat(lines).first().isEqualTo("# " + id);
		assertThat(lines).filteredOn((line) -> line.startsWith("## "))
			.containsExactly("## What it means", "## What to check", "## How to mend it without making it worse",
					"## How to start anyway", "## How it comes about");
		assertThat(lines).anyMatch((line) -> line.contains("redis-tiers.guard.findings." + id + "=warn"));
	}

	static Stream<String> ids() {
		return Stream
			.of(GuardChecks.ofServers(Clock.systemUTC()).stream().map(ServerCheck::id),
					GuardChecks.ofTiers().stream().map(TiersCheck::id),
					Stream
						.of(GuardChecks.keyspaceEvents(), GuardChecks.dataLost("", List.of()),
								GuardChecks.aofTail(GuardChecks.dataLost("", List.of())))
						.map(ServerCheck::id))
			.flatMap((ids) -> ids);
	}

}
