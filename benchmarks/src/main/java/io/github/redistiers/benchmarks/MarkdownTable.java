package io.github.redistiers.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A table as the documentation prints it.
 */
final class MarkdownTable {

	private final List<String> heading;

	private final List<List<String>> rows = new ArrayList<>();

	MarkdownTable(String... heading) {
		this(List.of(heading));
	}

	MarkdownTable(List<String> heading) {
		this.heading = heading;
	}

	void row(List<String> cells) {
		if (cells.size() != this.heading.size()) {
			throw new IllegalArgumentException(
					"A row of %d cells in a table of %d".formatted(cells.size(), this.heading.size()));
		}
		this.rows.add(List.copyOf(cells));
	}

	void row(String... cells) {
		row(List.of(cells));
	}

	@Override
	public String toString() {
		StringBuilder table = new StringBuilder();
		table.append(line(this.heading)).append(line(this.heading.stream().map((cell) -> "---").toList()));
		this.rows.forEach((row) -> table.append(line(row)));
		return table.toString();
	}

	private static String line(List<String> cells) {
		return cells.stream().map((cell) -> cell.replace("|", "\\|")).collect(Collectors.joining(" | ", "| ", " |\n"));
	}

}
