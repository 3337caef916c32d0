package io.github.redistiers.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Measures whether a hit costs more where there are more caches.
 */
final class ManyCachesRun {

	private static final Load LOAD = Load.EIGHT;

	private static final List<Integer> COUNTS = List.of(1, 10, 100, 1000);

	private final Mode mode;

	ManyCachesRun(Mode mode) {
		this.mode = mode;
	}

	MarkdownTable table() throws RunnerException {
		Map<Integer, Series> reached = new TreeMap<>();
		for (int round = 0; round < this.mode.rounds(); round++) {
			for (int count : COUNTS) {
				reached.computeIfAbsent(count, (absent) -> new Series()).add(score(count));
			}
		}
		MarkdownTable table = new MarkdownTable("caches of one Redis Tiers cache tier",
				"hits per second, each in any cache, " + LOAD.title(), "ratio to one cache");
		Series one = reached.getOrDefault(1, new Series());
		reached.forEach((count, series) -> table.row(format("%,d", count), format("%,.0f", series.median()),
				format("%.2f", series.ratioTo(one))));
		return table;
	}

	private double score(int count) throws RunnerException {
		double score = LOAD.measure(new OptionsBuilder().include("\\.ManyCachesBenchmark\\.hit$")
			.param("count", String.valueOf(count))
			.build(), this.mode);
		System.err.print(format("hit  in any of %,d caches %,12.0f/s%n", count, score));
		return score;
	}

	private static String format(String format, Object... values) {
		return String.format(Locale.ROOT, format, values);
	}

}
