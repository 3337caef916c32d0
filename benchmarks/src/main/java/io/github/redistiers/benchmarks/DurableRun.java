package io.github.redistiers.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.ServerPreset;
import io.github.redistiers.devservices.UnreliableDisk;
import io.github.redistiers.store.Durability;
import io.github.redistiers.store.DurabilityLevel;
import io.github.redistiers.store.counter.CounterRepository;
import io.lettuce.core.RedisURI;

/**
 * Measures increments that are on disk before they return, one at a time and many at
 * once, where each fsync takes its time.
 */
final class DurableRun {

	private static final int INCREMENTS = 5000;

	private static final List<Integer> THREADS = List.of(1, 50);

	private static final Duration FSYNC_TAKES = Duration.ofMillis(2);

	private final Mode mode;

	private final int increments;

	DurableRun(Mode mode) {
		this.mode = mode;
		this.increments = Math.min(INCREMENTS, mode.keys() / 5);
	}

	MarkdownTable table() {
		Map<Integer, Series> reached = new TreeMap<>();
		try (UnreliableDisk disk = UnreliableDisk.create();
				RedisServer server = server(disk);
				TiersStore store = new TiersStore(RedisURI.create(server.address()))) {
			disk.delaySyncs(FSYNC_TAKES);
			CounterRepository payments = store.repository(Payments.class, "payments");
			THREADS.forEach((threads) -> seconds(payments, threads));
			for (int round = 0; round < this.mode.starts(); round++) {
				for (int threads : THREADS) {
					double seconds = seconds(payments, threads);
					System.err.print(format("%,d durable increments by %,3d threads %,8.2f s%n", this.increments,
							threads, seconds));
					reached.computeIfAbsent(threads, (absent) -> new Series()).add(this.increments / seconds);
				}
			}
		}
		return table(reached);
	}

	private MarkdownTable table(Map<Integer, Series> reached) {
		MarkdownTable table = new MarkdownTable(
				"durable increments (appendfsync always, an fsync that takes %d ms longer)"
					.formatted(FSYNC_TAKES.toMillis()),
				"per second", "ratio to one at a time");
		Series alone = reached.getOrDefault(1, new Series());
		reached.forEach((threads, series) -> table.row(
				(threads == 1) ? format("%,d, one at a time", this.increments)
						: format("%,d by %d threads", this.increments, threads),
				format("%,.0f", series.median()), format("%.2f", series.ratioTo(alone))));
		return table;
	}

	private double seconds(CounterRepository payments, int threads) {
		long start = System.nanoTime();
		Crowd.forEach(threads, this.increments, (number) -> payments.increment("account-" + number));
		return (System.nanoTime() - start) / 1e9;
	}

	private static RedisServer server(UnreliableDisk disk) {
		return RedisServer.builder().preset(ServerPreset.STORE).setting("appendfsync", "always").disk(disk).start();
	}

	private static String format(String format, Object... values) {
		return String.format(Locale.ROOT, format, values);
	}

	/**
	 * Counters that survive a power cut.
	 */
	@Durability(DurabilityLevel.FSYNCED)
	interface Payments extends CounterRepository {

	}

}
