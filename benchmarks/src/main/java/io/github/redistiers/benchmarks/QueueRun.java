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
 * Measures how many jobs go through a queue, each subject in turn, so that noise of the
 * machine hits all of them.
 */
final class QueueRun {

	private static final int FEW = 4;

	private static final int MANY = 32;

	private static final int PARTS = 5;

	private final Mode mode;

	private final int jobs;

	QueueRun(Mode mode) {
		this.mode = mode;
		this.jobs = mode.keys() / PARTS;
	}

	MarkdownTable batches() throws RunnerException {
		return table("in batches of %d".formatted(MeasuredQueue.TOGETHER), List.of(FEW), QueueSubject.TIERS_BATCHES,
				QueueSubject.TIERS_PULLED, QueueSubject.REDISSON_BATCHES, QueueSubject.REDISSON_BYTES,
				QueueSubject.SPRING_STREAM, QueueSubject.SPRING_STREAM_GATHERED, QueueSubject.SPRING_LIST);
	}

	MarkdownTable singles() throws RunnerException {
		return table("one at a time", List.of(FEW, MANY), QueueSubject.TIERS_SINGLES, QueueSubject.REDISSON_SINGLES,
				QueueSubject.REDISSON_SINGLE_BYTES);
	}

	private MarkdownTable table(String how, List<Integer> workers, QueueSubject... subjects) throws RunnerException {
		List<String> heading = new ArrayList<>(List
			.of("jobs of %d B per second, all added and then all handled, %s (how many times as many Redis Tiers does)"
				.formatted(MeasuredQueue.BYTES, how)));
		Map<QueueSubject, List<String>> rows = new EnumMap<>(QueueSubject.class);
		for (QueueSubject subject : subjects) {
			rows.put(subject, new ArrayList<>(List.of(subject.title())));
		}
		for (int each : workers) {
			heading.add("%1$d producers, %1$d consumers".formatted(each));
			column(each, subjects[0], rows);
		}
		MarkdownTable table = new MarkdownTable(heading);
		rows.values().forEach(table::row);
		return table;
	}

	private void column(int workers, QueueSubject first, Map<QueueSubject, List<String>> rows) throws RunnerException {
		Map<QueueSubject, Series> reached = new EnumMap<>(QueueSubject.class);
		for (int round = 0; round < this.mode.starts(); round++) {
			for (QueueSubject subject : rows.keySet()) {
				reached.computeIfAbsent(subject, (absent) -> new Series()).add(score(subject, workers));
			}
		}
		Series base = reached.getOrDefault(first, new Series());
		reached.forEach((subject, series) -> rows.getOrDefault(subject, new ArrayList<>())
			.add(format("%,.0f (%.2f)", series.median(), base.ratioTo(series))));
	}

	private double score(QueueSubject subject, int workers) throws RunnerException {
		Options options = new OptionsBuilder().include("\\.QueueBenchmark\\.addAndHandle$")
			.param("subject", subject.name())
			.param("jobs", String.valueOf(this.jobs))
			.param("workers", String.valueOf(workers))
			.build();
		// its threads are the queue's, so the benchmark itself has one
		double score = this.jobs * Load.ONE.measure(options, this.mode);
		System.err.print(format("%3d + %-3d %-75s %,12.0f jobs/s%n", workers, workers, subject.title(), score));
		return score;
	}

	private static String format(String format, Object... values) {
		return String.format(Locale.ROOT, format, values);
	}

}
