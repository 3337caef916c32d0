package io.github.redistiers.benchmarks;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Measures everything, or the rows of one kind, and prints Markdown: medians, and ratios
 * within this run.
 */
public final class Benchmarks {

	private Benchmarks() {
	}

	public static void main(String... arguments) throws Exception {
		PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
		Mode mode = Mode.of(arguments);
		out.println(Machine.describe());
		for (Rows rows : Rows.of(arguments)) {
			for (Rows.Measurement measurement : rows.measurements()) {
				out.println(measurement.table(mode));
			}
		}
	}

}
