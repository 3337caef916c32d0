package io.github.redistiers.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import org.openjdk.jmh.runner.RunnerException;

/**
 * Measures whether an operation costs more where there are more keys.
 */
final class StoreKeysRun {

	private static final Load LOAD = Load.EIGHT;

	private static final List<Integer> COUNTS = List.of(1000, 100_000, 1_000_000);

	private static final List<StoreSubject> SUBJECTS = List.of(StoreSubject.TIERS_INCREMENT, StoreSubject.TIERS_LIMIT,
			StoreSubject.TIERS_RESERVATION, StoreSubject.TIERS_SESSION, StoreSubject.TIERS_LOCK);

	private final Mode mode;

	private final List<Integer> counts;

	StoreKeysRun(Mode mode) {
		this.mode = mode;
		this.counts = COUNTS.stream().filter((count) -> count <= 10 * mode.keys()).toList();
	}

	MarkdownTable table() throws RunnerException {
		MarkdownTable table = new MarkdownTable("operations per second on any key, " + LOAD.title(), "keys",
				"per second", "ratio to " + format("%,d keys", COUNTS.get(0)));
		for (StoreSubject subject : SUBJECTS) {
			Map<Integer, Series> reached = measure(subject);
			Series least = reached.getOrDefault(COUNTS.get(0), new Series());
			reached.forEach((count, series) -> table.row(name(subject), format("%,d", count),
					format("%,.0f", series.median()), format("%.2f", series.ratioTo(least))));
		}
		return table;
	}

	private Map<Integer, Series> measure(StoreSubject subject) throws RunnerException {
		StoreRun run = new StoreRun(this.mode);
		Map<Integer, Series> reached = new TreeMap<>();
		for (int round = 0; round < this.mode.rounds(); round++) {
			for (int count : this.counts) {
				reached.computeIfAbsent(count, (absent) -> new Series()).add(run.score(subject, count, LOAD));
			}
		}
		return reached;
	}

	private static String name(StoreSubject subject) {
		return switch (subject) {
			case TIERS_LIMIT -> "rate limit";
			case TIERS_RESERVATION -> "reservation";
			case TIERS_SESSION -> "session";
			case TIERS_LOCK -> "lock and unlock";
			default -> "increment";
		};
	}

	private static String format(String format, Object... values) {
		return String.format(Locale.ROOT, format, values);
	}

}
