package io.github.redistiers.benchmarks;

import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.ServerPreset;
import io.github.redistiers.store.queue.JobHandler;
import io.github.redistiers.store.queue.JobListenerContainer;
import io.github.redistiers.store.queue.JobListenerSettings;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import org.redisson.api.RBlockingQueue;
import org.redisson.api.RedissonClient;
import org.redisson.codec.TypedJsonJackson3Codec;

/**
 * Measures how long a job takes from the call that adds it to the first line of its
 * handler, when nobody has had anything to do for a while.
 */
final class QueueIdleRun {

	private static final int JOBS_PER_ROUND = 500;

	private static final int WARM_UPS = 4;

	/**
	 * So that everybody waits again.
	 */
	private static final int IDLE_MILLIS = 5;

	private final Series pings = new Series();

	private final Series idlePings = new Series();

	private final Series tiers = new Series();

	private final Series redisson = new Series();

	private final BlockingQueue<Long> handled = new LinkedBlockingQueue<>();

	private final int rounds;

	private final int jobs;

	QueueIdleRun(Mode mode) {
		this.rounds = mode.rounds();
		this.jobs = Math.min(JOBS_PER_ROUND, mode.keys() / 2);
	}

	MarkdownTable table() throws InterruptedException {
		try (RedisServer server = RedisServer.builder().preset(ServerPreset.CACHE).start()) {
			measure(RedisURI.create(server.address()));
		}
		MarkdownTable table = new MarkdownTable("from the call that adds a job to its handler, on an idle queue",
				"median µs", "99th percentile µs", "median in PINGs one after another",
				"median in PINGs after such a pause");
		row(table, "PING, one after another", this.pings);
		row(table, "PING, after a pause of %d ms".formatted(IDLE_MILLIS), this.idlePings);
		row(table, "Redis Tiers, enqueue to listener", this.tiers);
		row(table, "Redisson RBlockingQueue, add to take, not acknowledged", this.redisson);
		return table;
	}

	private void row(MarkdownTable table, String title, Series micros) {
		table.row(title, format("%,.0f", micros.median()), format("%,.0f", micros.percentile(99)),
				format("%.2f", micros.median() / this.pings.median()),
				format("%.2f", micros.median() / this.idlePings.median()));
	}

	private void measure(RedisURI address) throws InterruptedException {
		RedisClient client = RedisClient.create(address);
		RedissonClient producer = RedissonStore.client(address);
		RedissonClient consumer = RedissonStore.client(address);
		Thread taking = new Thread(() -> take(parcels(consumer)));
		// who adds and who handles are two processes, as far as they and the server know
		try (TiersStore adding = new TiersStore(address);
				TiersStore handling = new TiersStore(address);
				JobListenerContainer listener = handling.repository(TiersQueue.Parcels.class, "parcels")
					.listen(JobListenerSettings.defaults(),
							JobHandler.ofSingle((job) -> this.handled.add(System.nanoTime())))) {
			taking.start();
			RedisCommands<String, String> raw = client.connect().sync();
			TiersQueue.Parcels queue = adding.repository(TiersQueue.Parcels.class, "parcels");
			RBlockingQueue<Parcel> list = parcels(producer);
			for (int round = -WARM_UPS; round < this.rounds; round++) {
				round(round >= 0, raw, queue, list);
			}
			listener.stop();
		}
		finally {
			taking.interrupt();
			taking.join();
			consumer.shutdown();
			producer.shutdown();
			client.shutdown();
		}
	}

	private static RBlockingQueue<Parcel> parcels(RedissonClient client) {
		return client.getBlockingQueue("list-of-parcels", new TypedJsonJackson3Codec(Parcel.class));
	}

	private void take(RBlockingQueue<Parcel> list) {
		try {
			while (true) {
				list.take();
				this.handled.add(System.nanoTime());
			}
		}
		catch (InterruptedException ex) {
			// all are measured
		}
	}

	private void round(boolean counts, RedisCommands<String, String> raw, TiersQueue.Parcels queue,
			RBlockingQueue<Parcel> list) throws InterruptedException {
		Series unused = new Series();
		for (int ping = 0; ping < this.jobs; ping++) {
			long began = System.nanoTime();
			raw.ping();
			add(counts ? this.pings : unused, began, System.nanoTime());
		}
		for (int job = 0; job < this.jobs; job++) {
			Parcel parcel = Parcel.of(job, MeasuredQueue.BYTES);
			long began = pause();
			raw.ping();
			add(counts ? this.idlePings : unused, began, System.nanoTime());
			began = pause();
			queue.enqueue(parcel);
			add(counts ? this.tiers : unused, began, this.handled.take());
			began = pause();
			list.add(parcel);
			add(counts ? this.redisson : unused, began, this.handled.take());
		}
	}

	private static long pause() {
		Pause.ofMillis(IDLE_MILLIS);
		return System.nanoTime();
	}

	private static void add(Series micros, long began, long ended) {
		micros.add((ended - began) / 1000.0);
	}

	private static String format(String format, Object... values) {
		return String.format(Locale.ROOT, format, values);
	}

}
