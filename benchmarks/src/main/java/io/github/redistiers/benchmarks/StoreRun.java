package io.github.redistiers.benchmarks;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Measures operations on a store, each subject in turn, so that noise of the machine hits
 * all of them.
 */
final class StoreRun {

	static final int MANY = 10_000;

	static final int LIMITED = 2000;

	private final Mode mode;

	StoreRun(Mode mode) {
		this.mode = mode;
	}

	MarkdownTable increments() throws RunnerException {
		return table("increments per second (ratio to raw), %,d counters".formatted(MANY), MANY, List.of(Load.values()),
				Compared.WITH_THE_FIRST, StoreSubject.RAW_INCREMENT, StoreSubject.TIERS_INCREMENT,
				StoreSubject.TEMPLATE_INCREMENT, StoreSubject.REDISSON_INCREMENT);
	}

	MarkdownTable hotIncrements() throws RunnerException {
		return table("increments per second (ratio to raw), all of one counter", 1,
				List.of(Load.ONE, Load.THIRTY_TWO, Load.VIRTUAL), Compared.WITH_THE_FIRST, StoreSubject.RAW_INCREMENT,
				StoreSubject.TIERS_COALESCED);
	}

	MarkdownTable limits() throws RunnerException {
		return table(
				"rate limits per second (how many times as many Redis Tiers decides), %,d subjects".formatted(LIMITED),
				LIMITED, List.of(Load.ONE, Load.THIRTY_TWO, Load.VIRTUAL), Compared.BY_THE_FIRST,
				StoreSubject.TIERS_LIMIT, StoreSubject.BUCKET4J, StoreSubject.REDISSON_LIMIT);
	}

	MarkdownTable hotLimits() throws RunnerException {
		return table("rate limits per second (how many times as many Redis Tiers decides), one subject", 1,
				List.of(Load.THIRTY_TWO), Compared.BY_THE_FIRST, StoreSubject.TIERS_LIMIT, StoreSubject.BUCKET4J,
				StoreSubject.REDISSON_LIMIT);
	}

	MarkdownTable states() throws RunnerException {
		return table("changes of state per second (ratio to an increment), %,d entities".formatted(LIMITED), LIMITED,
				List.of(Load.ONE, Load.THIRTY_TWO, Load.VIRTUAL), Compared.WITH_THE_FIRST, StoreSubject.TIERS_INCREMENT,
				StoreSubject.TIERS_TRANSITION, StoreSubject.REDISSON_COMPARE_AND_SET);
	}

	MarkdownTable reservations() throws RunnerException {
		return table("reservations per second (ratio to two increments), %,d items".formatted(MANY), MANY,
				List.of(Load.ONE, Load.THIRTY_TWO, Load.VIRTUAL), Compared.WITH_THE_FIRST,
				StoreSubject.TIERS_TWO_INCREMENTS, StoreSubject.TIERS_RESERVATION, StoreSubject.REDISSON_PERMIT);
	}

	MarkdownTable sessions() throws RunnerException {
		return table(
				"requests that load, change and save a session of 1 KB per second (how many times as many Redis Tiers"
						+ " serves), %,d sessions".formatted(MANY),
				MANY, List.of(Load.ONE, Load.EIGHT, Load.THIRTY_TWO, Load.VIRTUAL), Compared.BY_THE_FIRST,
				StoreSubject.TIERS_SESSION, StoreSubject.SPRING_SESSION, StoreSubject.SPRING_INDEXED_SESSION);
	}

	MarkdownTable locks() throws RunnerException {
		return table(
				"locks acquired and released per second (how many times as many Redis Tiers does), %,d locks"
					.formatted(MANY),
				MANY, List.of(Load.ONE, Load.THIRTY_TWO, Load.VIRTUAL), Compared.BY_THE_FIRST, StoreSubject.TIERS_LOCK,
				StoreSubject.RAW_LOCK, StoreSubject.REDISSON_LOCK, StoreSubject.SPRING_LOCK);
	}

	MarkdownTable contendedLock() throws RunnerException {
		return table("locks acquired and released per second (how many times as many Redis Tiers does), one lock", 1,
				List.of(Load.EIGHT), Compared.BY_THE_FIRST, StoreSubject.TIERS_LOCK, StoreSubject.REDISSON_LOCK,
				StoreSubject.SPRING_LOCK);
	}

	private MarkdownTable table(String title, int keys, List<Load> loads, Compared compared, StoreSubject... subjects)
			throws RunnerException {
		List<String> heading = new ArrayList<>(List.of(title));
		Map<StoreSubject, List<String>> rows = new EnumMap<>(StoreSubject.class);
		for (StoreSubject subject : subjects) {
			rows.put(subject, new ArrayList<>(List.of(subject.title())));
		}
		for (Load load : loads) {
			heading.add(load.title());
			column(keys, load, compared, subjects[0], rows);
		}
		MarkdownTable table = new MarkdownTable(heading);
		rows.values().forEach(table::row);
		return table;
	}

	private void column(int keys, Load load, Compared compared, StoreSubject first,
			Map<StoreSubject, List<String>> rows) throws RunnerException {
		if (!load.possible(Runtime.version().feature())) {
			rows.values().forEach((row) -> row.add("needs JDK 21"));
			return;
		}
		Map<StoreSubject, Series> reached = new EnumMap<>(StoreSubject.class);
		for (int round = 0; round < this.mode.rounds(); round++) {
			for (StoreSubject subject : rows.keySet()) {
				reached.computeIfAbsent(subject, (absent) -> new Series()).add(score(subject, keys, load));
			}
		}
		Series base = reached.getOrDefault(first, new Series());
		reached.forEach((subject, series) -> rows.getOrDefault(subject, new ArrayList<>())
			.add(format("%,.0f (%.2f)", series.median(), compared.ratio(series, base))));
	}

	/**
	 * Measures one operation once.
	 * @return operations per second
	 */
	double score(StoreSubject subject, int keys, Load load) throws RunnerException {
		Options options = new OptionsBuilder().include("\\.StoreBenchmark\\.call$")
			.param("subject", subject.name())
			.param("keys", String.valueOf(keys))
			.build();
		double score = load.measure(options, this.mode);
		System.err.print(format("%,9d keys %-20s %-48s %,12.0f/s%n", keys, load.title(), subject.title(), score));
		return score;
	}

	private static String format(String format, Object... values) {
		return String.format(Locale.ROOT, format, values);
	}

	/**
	 * What a ratio tells.
	 */
	private enum Compared {

		WITH_THE_FIRST {

			@Override
			double ratio(Series series, Series first) {
				return series.ratioTo(first);
			}

		},

		BY_THE_FIRST {

			@Override
			double ratio(Series series, Series first) {
				return first.ratioTo(series);
			}

		};

		abstract double ratio(Series series, Series first);

	}

}
