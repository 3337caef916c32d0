package io.github.redistiers.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Measures hits and awaited puts of each cache, in turn, so that noise of the machine
 * hits all of them.
 */
final class CacheRun {

	private static final Map<String, String> OPERATIONS = Map.of("hit", "remote hit", "put", "awaited put");

	private final Mode mode;

	CacheRun(Mode mode) {
		this.mode = mode;
	}

	MarkdownTable table(String operation) throws RunnerException {
		List<String> heading = new ArrayList<>();
		heading.add(OPERATIONS.get(operation)
				+ "s per second (ratio to raw), 500 B object, %,d keys, zipf 0.99".formatted(this.mode.keys()));
		Map<CacheSubject, List<String>> rows = new EnumMap<>(CacheSubject.class);
		for (CacheSubject subject : CacheSubject.values()) {
			rows.put(subject, new ArrayList<>(List.of(subject.title())));
		}
		for (Load load : Load.values()) {
			heading.add(load.title());
			measure(operation, load, rows);
		}
		MarkdownTable table = new MarkdownTable(heading);
		rows.values().forEach(table::row);
		return table;
	}

	private void measure(String operation, Load load, Map<CacheSubject, List<String>> rows) throws RunnerException {
		if (!load.possible(Runtime.version().feature())) {
			rows.values().forEach((row) -> row.add("needs JDK 21"));
			return;
		}
		Map<CacheSubject, Series> series = new EnumMap<>(CacheSubject.class);
		for (int round = 0; round < this.mode.rounds(); round++) {
			for (CacheSubject subject : subjects(load)) {
				series.computeIfAbsent(subject, (absent) -> new Series()).add(score(operation, load, subject));
			}
		}
		Series raw = series.getOrDefault(CacheSubject.RAW, new Series());
		rows.forEach((subject, row) -> row.add(cell(series.get(subject), raw)));
	}

	/**
	 * A virtual thread that never waits never makes room for the others, nor for JMH's
	 * end.
	 */
	private static List<CacheSubject> subjects(Load load) {
		return Arrays.stream(CacheSubject.values())
			.filter((subject) -> load != Load.VIRTUAL || subject != CacheSubject.CAFFEINE)
			.toList();
	}

	private static String cell(@Nullable Series reached, Series raw) {
		return (reached != null) ? String.format(Locale.ROOT, "%,.0f (%.2f)", reached.median(), reached.ratioTo(raw))
				: "";
	}

	private double score(String operation, Load load, CacheSubject subject) throws RunnerException {
		Options options = new OptionsBuilder().include("\\.CacheBenchmark\\." + operation + "$")
			.param("subject", subject.name())
			.param("keys", String.valueOf(this.mode.keys()))
			.build();
		double score = load.measure(options, this.mode);
		System.err.printf(Locale.ROOT, "%-4s %-20s %-40s %,12.0f/s%n", operation, load.title(), subject.title(), score);
		return score;
	}

}
