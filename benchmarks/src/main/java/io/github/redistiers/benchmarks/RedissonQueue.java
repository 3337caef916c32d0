package io.github.redistiers.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import io.lettuce.core.RedisURI;
import org.redisson.api.RBlockingQueue;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.ByteArrayCodec;
import org.redisson.client.codec.Codec;
import org.redisson.codec.TypedJsonJackson3Codec;

/**
 * Redisson's queues, which are lists.
 *
 * @param <T> what is in them
 */
final class RedissonQueue<T> implements MeasuredQueue {

	private final RedissonClient client;

	private final RBlockingQueue<T> queue;

	private final int together;

	private final IntFunction<T> job;

	private RedissonQueue(RedisURI address, int together, Codec codec, IntFunction<T> job) {
		this.client = RedissonStore.client(address);
		this.queue = this.client.getBlockingQueue("parcels", codec);
		this.together = together;
		this.job = job;
	}

	static MeasuredQueue batches(RedisURI address, int bytes) {
		return ofParcels(address, TOGETHER, bytes);
	}

	static MeasuredQueue singles(RedisURI address, int bytes) {
		return ofParcels(address, 1, bytes);
	}

	static MeasuredQueue batchesOfBytes(RedisURI address, int bytes) {
		return ofBytes(address, TOGETHER, bytes);
	}

	static MeasuredQueue singlesOfBytes(RedisURI address, int bytes) {
		return ofBytes(address, 1, bytes);
	}

	private static MeasuredQueue ofParcels(RedisURI address, int together, int bytes) {
		return new RedissonQueue<>(address, together, new TypedJsonJackson3Codec(Parcel.class),
				(number) -> Parcel.of(number, bytes));
	}

	private static MeasuredQueue ofBytes(RedisURI address, int together, int bytes) {
		byte[] parcel = ".".repeat(bytes).getBytes(StandardCharsets.US_ASCII);
		return new RedissonQueue<>(address, together, ByteArrayCodec.INSTANCE, (number) -> parcel);
	}

	@Override
	public int together() {
		return this.together;
	}

	@Override
	public void add(int number) {
		if (this.together == 1) {
			this.queue.add(this.job.apply(number));
		}
		else {
			this.queue.addAll(IntStream.range(0, this.together)
				.mapToObj((index) -> job(number * this.together + index))
				.toList());
		}
	}

	private T job(int number) {
		return this.job.apply(number);
	}

	@Override
	public void handle(int jobs, int consumers) {
		AtomicLong handled = new AtomicLong();
		Crowd.forEach(consumers, consumers, (consumer) -> {
			int taken = take();
			while (taken > 0) {
				handled.addAndGet(taken);
				taken = take();
			}
		});
		MeasuredQueue.check(jobs, handled.get());
	}

	private int take() {
		if (this.together == 1) {
			return (this.queue.poll() != null) ? 1 : 0;
		}
		List<T> taken = this.queue.poll(this.together);
		return taken.size();
	}

	@Override
	public void close() {
		this.client.shutdown();
	}

}
