package io.github.redistiers.benchmarks;

import java.util.Locale;

import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Measures the guard alone: its first look in a fresh JVM, which is what a start waits
 * for, and a later one.
 */
final class GuardRun {

	private static final int WARM = 50;

	private final Mode mode;

	GuardRun(Mode mode) {
		this.mode = mode;
	}

	MarkdownTable table() throws RunnerException {
		MarkdownTable table = new MarkdownTable("the guard's look at both tiers, all checks", "median ms");
		table.row("the first in a JVM", format(measure(0)));
		table.row("a later one", format(measure(WARM)));
		return table;
	}

	private double measure(int before) throws RunnerException {
		Series series = new Series();
		for (int round = 0; round < this.mode.starts(); round++) {
			Options options = new OptionsBuilder().include("\\.GuardBenchmark\\.look$")
				.forks(1)
				.warmupIterations(before)
				.measurementIterations(1)
				.shouldFailOnError(true)
				.verbosity(VerboseMode.SILENT)
				.build();
			double millis = new Runner(options).runSingle().getPrimaryResult().getScore();
			System.err.printf(Locale.ROOT, "guard, after %d looks: %,.1f ms%n", before, millis);
			series.add(millis);
		}
		return series.median();
	}

	private static String format(double value) {
		return String.format(Locale.ROOT, "%,.1f", value);
	}

}
