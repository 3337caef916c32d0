package io.github.redistiers.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import io.github.redistiers.store.queue.Job;
import io.github.redistiers.store.queue.JobHandler;
import io.github.redistiers.store.queue.JobListenerContainer;
import io.github.redistiers.store.queue.JobListenerSettings;
import io.github.redistiers.store.queue.NewJob;
import io.github.redistiers.store.queue.QueueRepository;
import io.lettuce.core.RedisURI;

/**
 * Queues of the store tier: leased and acknowledged.
 */
final class TiersQueue implements MeasuredQueue {

	private static final Duration LEASE = Duration.ofSeconds(30);

	private final TiersStore store;

	private final Parcels parcels;

	private final int together;

	private final int bytes;

	private final boolean isPulled;

	private TiersQueue(RedisURI address, int bytes, int together, boolean isPulled) {
		this.store = new TiersStore(address);
		this.parcels = this.store.repository(Parcels.class, "parcels");
		this.together = together;
		this.bytes = bytes;
		this.isPulled = isPulled;
	}

	static MeasuredQueue batches(RedisURI address, int bytes) {
		return new TiersQueue(address, bytes, TOGETHER, false);
	}

	static MeasuredQueue pulled(RedisURI address, int bytes) {
		return new TiersQueue(address, bytes, TOGETHER, true);
	}

	static MeasuredQueue singles(RedisURI address, int bytes) {
		return new TiersQueue(address, bytes, 1, false);
	}

	@Override
	public int together() {
		return this.together;
	}

	@Override
	public void add(int number) {
		if (this.together == 1) {
			this.parcels.enqueue(Parcel.of(number, this.bytes));
		}
		else {
			this.parcels.enqueueAll(jobs(number, this.together, this.bytes));
		}
	}

	static List<NewJob<Parcel>> jobs(int number, int together, int bytes) {
		return IntStream.range(0, together)
			.mapToObj((index) -> NewJob.of(Parcel.of(number * together + index, bytes)))
			.toList();
	}

	@Override
	public void handle(int jobs, int consumers) {
		if (this.isPulled) {
			pull(jobs, consumers);
		}
		else {
			listen(jobs, consumers);
		}
	}

	private void pull(int jobs, int consumers) {
		AtomicLong handled = new AtomicLong();
		Crowd.forEach(consumers, consumers, (consumer) -> {
			List<Job<Parcel>> taken = this.parcels.take(this.together, LEASE);
			while (!taken.isEmpty()) {
				handled.addAndGet(taken.size());
				taken = this.parcels.acknowledgeAndTake(taken, this.together, LEASE);
			}
		});
		MeasuredQueue.check(jobs, handled.get());
	}

	private void listen(int jobs, int consumers) {
		CountDownLatch left = new CountDownLatch(jobs);
		JobHandler<Parcel> one = JobHandler.ofSingle((job) -> left.countDown());
		JobHandler<Parcel> many = (some) -> some.forEach((job) -> left.countDown());
		JobListenerSettings settings = JobListenerSettings.defaults().with(consumers, this.together);
		try (JobListenerContainer listener = this.parcels.listen(settings, (this.together == 1) ? one : many)) {
			left.await();
			// closing waits until the server has heard of the last ones
			listener.stop();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.store.close();
	}

	/**
	 * The queue.
	 */
	interface Parcels extends QueueRepository<Parcel> {

	}

}
