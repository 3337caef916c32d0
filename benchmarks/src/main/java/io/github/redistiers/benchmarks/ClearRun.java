package io.github.redistiers.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToDoubleFunction;

import io.lettuce.core.RedisURI;

/**
 * Clears a cache on a server with many other keys, while another client goes on.
 */
final class ClearRun {

	private static final int OTHERS_PER_ENTRY = 9;

	private static final int WARM_UPS = 20;

	private final int entries;

	private final int rounds;

	ClearRun(Mode mode) {
		this.entries = mode.keys();
		this.rounds = mode.rounds();
	}

	MarkdownTable table() throws IOException {
		MarkdownTable table = new MarkdownTable(
				"clear() of %,d entries among %,d keys, median ms".formatted(this.entries,
						(1 + OTHERS_PER_ENTRY) * this.entries),
				"caller waits", "memory is back after", "worst call of another client until then",
				"its worst call in as long a time before");
		for (ClearSubject subject : ClearSubject.values()) {
			List<ClearCost> costs = measure(subject);
			table.row(subject.title(), median("%.1f", costs, ClearCost::waits), median("%,.0f", costs, ClearCost::back),
					median("%.1f", costs, ClearCost::worst), median("%.1f", costs, ClearCost::quiet));
		}
		return table;
	}

	private List<ClearCost> measure(ClearSubject subject) throws IOException {
		List<ClearCost> costs = new ArrayList<>();
		try (CrowdedServer server = new CrowdedServer();
				ClearableCache cache = subject.open(RedisURI.create(server.address()))) {
			warmUp(cache);
			server.awaitMemory();
			server.fill(OTHERS_PER_ENTRY * this.entries);
			try (Neighbour neighbour = new Neighbour(server.address(), OTHERS_PER_ENTRY * this.entries)) {
				// the first tells how long it takes, and does not count
				ClearCost last = clear(server, cache, neighbour, 0);
				for (int round = 0; round < this.rounds; round++) {
					last = clear(server, cache, neighbour, last.back());
					System.err.printf("%-40s %s%n", subject.title(), last);
					costs.add(last);
				}
			}
		}
		return costs;
	}

	private static void warmUp(ClearableCache cache) {
		for (int warmUp = 0; warmUp < WARM_UPS; warmUp++) {
			cache.put("article", Article.of(warmUp));
			cache.clear();
		}
	}

	private ClearCost clear(CrowdedServer server, ClearableCache cache, Neighbour neighbour, double quietMillis)
			throws IOException {
		Crowd.forEach(this.entries, (number) -> cache.put("article-" + number, Article.of(number)));
		double quiet = neighbour.worstDuring(() -> Pause.ofMillis(Math.round(quietMillis)));
		AtomicLong called = new AtomicLong();
		AtomicLong returned = new AtomicLong();
		AtomicLong back = new AtomicLong();
		double worst = neighbour.worstDuring(() -> {
			called.set(System.nanoTime());
			cache.clear();
			returned.set(System.nanoTime());
			server.awaitMemory();
			back.set(System.nanoTime());
		});
		return new ClearCost(millis(returned.get() - called.get()), millis(back.get() - called.get()), worst, quiet);
	}

	private static double millis(long nanos) {
		return nanos / 1_000_000.0;
	}

	private static String median(String format, List<ClearCost> costs, ToDoubleFunction<ClearCost> part) {
		Series series = new Series();
		costs.forEach((cost) -> series.add(part.applyAsDouble(cost)));
		return String.format(Locale.ROOT, format, series.median());
	}

}
