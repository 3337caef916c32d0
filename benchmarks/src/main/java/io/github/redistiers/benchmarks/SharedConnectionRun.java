package io.github.redistiers.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.github.redistiers.benchmarks.SharedConnection.Flushes;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Measures each command with and without flush consolidation, in turn, so that noise of
 * the machine hits both.
 */
final class SharedConnectionRun {

	private static final List<String> COMMANDS = List.of("get", "set", "incr");

	private final Mode mode;

	SharedConnectionRun(Mode mode) {
		this.mode = mode;
	}

	MarkdownTable table() throws RunnerException {
		List<String> heading = new ArrayList<>(List.of("commands per second, one shared connection", "flushes"));
		for (Load load : Load.values()) {
			heading.add(load.title());
		}
		MarkdownTable table = new MarkdownTable(heading);
		for (String command : COMMANDS) {
			List<String> single = new ArrayList<>(List.of(command.toUpperCase(Locale.ROOT), Flushes.SINGLE.title()));
			List<String> consolidated = new ArrayList<>(List.of("", Flushes.CONSOLIDATED.title()));
			for (Load load : Load.values()) {
				measure(command, load, single, consolidated);
			}
			table.row(single);
			table.row(consolidated);
		}
		return table;
	}

	private void measure(String command, Load load, List<String> singleRow, List<String> consolidatedRow)
			throws RunnerException {
		if (!load.possible(Runtime.version().feature())) {
			singleRow.add("needs JDK 21");
			consolidatedRow.add("needs JDK 21");
			return;
		}
		Series single = new Series();
		Series consolidated = new Series();
		for (int round = 0; round < this.mode.rounds(); round++) {
			single.add(score(command, load, Flushes.SINGLE));
			consolidated.add(score(command, load, Flushes.CONSOLIDATED));
		}
		singleRow.add(String.format(Locale.ROOT, "%,.0f", single.median()));
		consolidatedRow
			.add(String.format(Locale.ROOT, "%,.0f (%.2f)", consolidated.median(), consolidated.ratioTo(single)));
	}

	private double score(String command, Load load, Flushes flushes) throws RunnerException {
		Options options = new OptionsBuilder().include("\\.SharedConnectionBenchmark\\." + command + "$")
			.param("flushes", flushes.name())
			.build();
		double score = load.measure(options, this.mode);
		System.err.printf(Locale.ROOT, "%-5s %-20s %-13s %,10.0f/s%n", command, load.title(), flushes.title(), score);
		return score;
	}

}
