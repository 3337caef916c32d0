package io.github.redistiers.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

import io.github.redistiers.store.queue.JobListenerContainer;
import io.github.redistiers.store.queue.JobListenerSettings;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;

/**
 * Has one listener come to a queue whose jobs were all leased by a process that is gone,
 * while another client goes on.
 */
final class QueueRecoveryRun {

	private static final int OTHERS = 1000;

	private static final int PER_CALL = 1000;

	/**
	 * Long enough to take all of them.
	 */
	private static final Duration LEASE = Duration.ofSeconds(4);

	private static final int WARM_UPS = 2;

	private static final int LOOK_EVERY_MILLIS = 5;

	/**
	 * The queue's leases, by when they end.
	 */
	private static final String LEASES = "benchmark:queue:{parcels}:leased";

	private final Series back = new Series();

	private final Series handled = new Series();

	private final Series alone = new Series();

	private final Series worst = new Series();

	private final Series worstWithout = new Series();

	private final Series worstAtRest = new Series();

	private final int jobs;

	private final int rounds;

	QueueRecoveryRun(Mode mode) {
		this.jobs = mode.keys();
		this.rounds = mode.starts();
	}

	MarkdownTable table() throws IOException {
		try (CrowdedServer server = new CrowdedServer();
				TiersStore store = new TiersStore(RedisURI.create(server.address()))) {
			server.fill(OTHERS);
			RedisClient client = RedisClient.create(server.address());
			try (Neighbour neighbour = new Neighbour(server.address(), OTHERS)) {
				RedisCommands<String, String> commands = client.connect().sync();
				TiersQueue.Parcels queue = store.repository(TiersQueue.Parcels.class, "parcels");
				for (int round = -WARM_UPS; round < this.rounds; round++) {
					round(round >= 0, commands, queue, neighbour);
				}
			}
			finally {
				client.shutdown();
			}
		}
		MarkdownTable table = new MarkdownTable(
				"%,d jobs whose leases have ended, one listener of lists of %d".formatted(this.jobs,
						MeasuredQueue.TOGETHER),
				"no lease is left after, median ms", "all are handled after, median ms",
				"worst call of another client until then, median ms");
		table.row("the leases have ended", format("%,.0f", this.back), format("%,.0f", this.handled),
				format("%.1f", this.worst));
		table.row("the same jobs, ready", "", format("%,.0f", this.alone), format("%.1f", this.worstWithout));
		table.row("no jobs, as long", "", "", format("%.1f", this.worstAtRest));
		return table;
	}

	private void round(boolean counts, RedisCommands<String, String> commands, TiersQueue.Parcels queue,
			Neighbour neighbour) throws IOException {
		add(queue);
		AtomicLong handledAlone = new AtomicLong();
		double without = neighbour.worstDuring(() -> handledAlone.set(handle(queue, () -> {
		})));
		add(queue);
		lease(queue);
		awaitEnd(commands);
		long now = moment(commands);
		AtomicLong noneIsLeft = new AtomicLong();
		AtomicLong allHandled = new AtomicLong();
		double recovering = neighbour.worstDuring(() -> {
			long began = System.nanoTime();
			allHandled.set(handle(queue, () -> {
				while (commands.zcount(LEASES, until(now)) > 0) {
					Pause.ofMillis(LOOK_EVERY_MILLIS);
				}
				noneIsLeft.set(System.nanoTime() - began);
			}));
		});
		double rest = neighbour.worstDuring(() -> Pause.ofMillis(Math.round(millis(allHandled.get()))));
		System.err.printf(Locale.ROOT,
				"recovery: none left %,.0f ms, handled %,.0f ms, worst %.1f ms; ready: handled %,.0f ms, worst %.1f ms;"
						+ " at rest: worst %.1f ms%n",
				millis(noneIsLeft.get()), millis(allHandled.get()), recovering, millis(handledAlone.get()), without,
				rest);
		if (counts) {
			this.back.add(millis(noneIsLeft.get()));
			this.handled.add(millis(allHandled.get()));
			this.worst.add(recovering);
			this.alone.add(millis(handledAlone.get()));
			this.worstWithout.add(without);
			this.worstAtRest.add(rest);
		}
	}

	private void add(TiersQueue.Parcels queue) {
		Crowd.forEach(2, this.jobs / MeasuredQueue.TOGETHER,
				(number) -> queue.enqueueAll(TiersQueue.jobs(number, MeasuredQueue.TOGETHER, MeasuredQueue.BYTES)));
	}

	/**
	 * Takes all jobs and says no more.
	 */
	private void lease(TiersQueue.Parcels queue) {
		long taken = 0;
		for (int some = -1; some != 0; taken += some) {
			some = queue.take(PER_CALL, LEASE).size();
		}
		MeasuredQueue.check(this.jobs, taken);
	}

	private void awaitEnd(RedisCommands<String, String> commands) {
		while (commands.zcount(LEASES, until(moment(commands))) < this.jobs) {
			Pause.ofMillis(LOOK_EVERY_MILLIS);
		}
	}

	/**
	 * Handles all jobs.
	 * @return how long that took, in nanoseconds
	 */
	private long handle(TiersQueue.Parcels queue, Runnable meanwhile) {
		CountDownLatch left = new CountDownLatch(this.jobs);
		long began = System.nanoTime();
		try (JobListenerContainer listener = queue.listen(
				JobListenerSettings.defaults().with(1, MeasuredQueue.TOGETHER),
				(some) -> some.forEach((job) -> left.countDown()))) {
			meanwhile.run();
			left.await();
			listener.stop();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		return System.nanoTime() - began;
	}

	/**
	 * Now, by the server's clock, in milliseconds.
	 */
	private static long moment(RedisCommands<String, String> commands) {
		List<String> time = commands.time();
		return Long.parseLong(time.get(0)) * 1000 + Long.parseLong(time.get(1)) / 1000;
	}

	private static Range<Long> until(long moment) {
		return Range.create(0L, moment);
	}

	private static double millis(long nanos) {
		return nanos / 1e6;
	}

	private static String format(String format, Series series) {
		return String.format(Locale.ROOT, format, series.median());
	}

}
