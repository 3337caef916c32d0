package io.github.redistiers.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.ServerPreset;

/**
 * Has all threads of two JVMs miss one key at once.
 */
final class StampedeRun {

	private static final int JVMS = 2;

	/**
	 * A stampede is over in no time: each counts as little for the compiler.
	 */
	private static final int STAMPEDES_PER_WARM_UP = 5;

	/**
	 * From telling the JVMs until they start.
	 */
	private static final int NOTICE_MILLIS = 250;

	private final Mode mode;

	StampedeRun(Mode mode) {
		this.mode = mode;
	}

	MarkdownTable table() throws IOException {
		MarkdownTable table = new MarkdownTable(
				"one cold key, %d threads in each of %d JVMs, a source that takes %d ms"
					.formatted(StampedeCallers.THREADS, JVMS, StampedeCallers.SOURCE_TAKES.toMillis()),
				"source calls, median (most)", "the last caller has its value after, median ms (most)");
		for (StampedeSubject subject : StampedeSubject.values()) {
			Series calls = new Series();
			Series millis = new Series();
			measure(subject, calls, millis);
			table.row(subject.title(), format("%.0f (%.0f)", calls.median(), calls.most()),
					format("%.0f (%.0f)", millis.median(), millis.most()));
		}
		return table;
	}

	private void measure(StampedeSubject subject, Series calls, Series millis) throws IOException {
		try (RedisServer server = RedisServer.builder().preset(ServerPreset.CACHE).start();
				JavaProcess one = launch(subject, server);
				JavaProcess other = launch(subject, server)) {
			List<JavaProcess> callers = List.of(one, other);
			for (JavaProcess process : callers) {
				process.await(StampedeCallers.READY);
			}
			for (int warmUp = 0; warmUp < STAMPEDES_PER_WARM_UP * this.mode.warmUps(); warmUp++) {
				stampede(callers, "warm-up-" + warmUp);
			}
			for (int round = 0; round < this.mode.starts(); round++) {
				StampedeOutcome outcome = stampede(callers, "key-" + round);
				System.err
					.print(format("%-45s %4d calls %,8d us%n", subject.title(), outcome.calls(), outcome.micros()));
				calls.add(outcome.calls());
				millis.add(outcome.micros() / 1000.0);
			}
		}
	}

	private static JavaProcess launch(StampedeSubject subject, RedisServer server) throws IOException {
		return JavaProcess.launch(StampedeCallers.class, List.of(subject.name(), server.address()));
	}

	private static StampedeOutcome stampede(List<JavaProcess> callers, String key) throws IOException {
		long start = System.currentTimeMillis() + NOTICE_MILLIS;
		for (JavaProcess process : callers) {
			process.tell(key + " " + start);
		}
		List<StampedeOutcome> outcomes = new ArrayList<>();
		for (JavaProcess process : callers) {
			outcomes.add(StampedeOutcome.of(process.await(StampedeCallers.OUTCOME)));
		}
		return outcomes.stream().reduce(StampedeOutcome::and).orElseThrow();
	}

	private static String format(String format, Object... values) {
		return String.format(Locale.ROOT, format, values);
	}

}
