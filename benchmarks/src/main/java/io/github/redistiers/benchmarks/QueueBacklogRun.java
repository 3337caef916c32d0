package io.github.redistiers.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.ServerPreset;
import io.github.redistiers.store.queue.Job;
import io.lettuce.core.RedisURI;

/**
 * Measures whether it costs more to take jobs, or to add them, where more are waiting.
 * Both queues are on one server and called in turn.
 */
final class QueueBacklogRun {

	private static final Duration LEASE = Duration.ofSeconds(30);

	private static final int FEW = 1000;

	private static final int FILLED_TOGETHER = 1000;

	private static final int FILLERS = 4;

	/**
	 * In {@link Mode#SHORT} there is a tenth of it.
	 */
	private static final int FULL = 10_000_000;

	private static final int CALLS_PER_ROUND = 1000;

	private static final int WARM_UPS = 5;

	private final int many;

	private final int calls;

	private final int rounds;

	QueueBacklogRun(Mode mode) {
		this.many = switch (mode) {
			case FULL -> FULL;
			case SHORT -> FULL / 10;
			case SMOKE -> 10 * FEW;
		};
		this.calls = Math.min(CALLS_PER_ROUND, mode.keys() / 10);
		this.rounds = mode.starts();
	}

	MarkdownTable table() {
		try (RedisServer server = RedisServer.builder()
			.preset(ServerPreset.CACHE)
			.setting("maxmemory", "8gb")
			.setting("maxmemory-policy", "noeviction")
			.start(); TiersStore store = new TiersStore(RedisURI.create(server.address()))) {
			Backlog few = new Backlog(store.repository(TiersQueue.Parcels.class, "few"), FEW);
			Backlog many = new Backlog(store.repository(TiersQueue.Parcels.class, "many"), this.many);
			for (int round = -WARM_UPS; round < this.rounds; round++) {
				round(round >= 0, few, many);
			}
			MarkdownTable table = new MarkdownTable("jobs of %d B per second, in batches of %d, 1 thread".formatted(
					MeasuredQueue.BYTES, MeasuredQueue.TOGETHER), "taken and acknowledged", "ratio", "added", "ratio");
			row(table, few, few);
			row(table, many, few);
			return table;
		}
	}

	private void row(MarkdownTable table, Backlog backlog, Backlog base) {
		table.row("%,d are waiting".formatted(backlog.jobs), format("%,.0f", backlog.taken.median()),
				format("%.2f", backlog.taken.ratioTo(base.taken)), format("%,.0f", backlog.added.median()),
				format("%.2f", backlog.added.ratioTo(base.added)));
	}

	private void round(boolean counts, Backlog few, Backlog many) {
		for (int call = 0; call < this.calls; call++) {
			few.takeAndAdd();
			many.takeAndAdd();
		}
		few.endRound(counts, this.calls);
		many.endRound(counts, this.calls);
	}

	private static String format(String format, double value) {
		return String.format(Locale.ROOT, format, value);
	}

	/**
	 * A queue in which always as many jobs wait.
	 */
	private static final class Backlog {

		private final Series taken = new Series();

		private final Series added = new Series();

		private final TiersQueue.Parcels queue;

		private final int jobs;

		private List<Job<Parcel>> held = List.of();

		private long taking;

		private long adding;

		Backlog(TiersQueue.Parcels queue, int jobs) {
			this.queue = queue;
			this.jobs = jobs;
			long began = System.nanoTime();
			Crowd.forEach(FILLERS, jobs / FILLED_TOGETHER,
					(number) -> queue.enqueueAll(TiersQueue.jobs(number, FILLED_TOGETHER, MeasuredQueue.BYTES)));
			System.err.printf(Locale.ROOT, "%,d jobs wait, added in %.1f s%n", queue.status().ready(),
					(System.nanoTime() - began) / 1e9);
			MeasuredQueue.check(jobs, queue.status().ready());
		}

		void takeAndAdd() {
			long began = System.nanoTime();
			this.held = this.queue.acknowledgeAndTake(this.held, MeasuredQueue.TOGETHER, LEASE);
			long took = System.nanoTime();
			this.queue.enqueueAll(TiersQueue.jobs(0, this.held.size(), MeasuredQueue.BYTES));
			this.taking += took - began;
			this.adding += System.nanoTime() - took;
		}

		void endRound(boolean counts, int calls) {
			if (counts) {
				this.taken.add(calls * MeasuredQueue.TOGETHER / (this.taking / 1e9));
				this.added.add(calls * MeasuredQueue.TOGETHER / (this.adding / 1e9));
				System.err.printf(Locale.ROOT, "%,12d waiting: %,12.0f taken/s %,12.0f added/s%n", this.jobs,
						this.taken.last(), this.added.last());
			}
			this.taking = 0;
			this.adding = 0;
		}

	}

}
