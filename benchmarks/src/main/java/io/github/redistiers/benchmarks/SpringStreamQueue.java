package io.github.redistiers.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import io.lettuce.core.RedisURI;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.connection.stream.Consumer;
import org.springframework.data.redis.connection.stream.MapRecord;
import org.springframework.data.redis.connection.stream.ReadOffset;
import org.springframework.data.redis.connection.stream.RecordId;
import org.springframework.data.redis.connection.stream.StreamOffset;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.stream.StreamListener;
import org.springframework.data.redis.stream.StreamMessageListenerContainer;
import org.springframework.data.redis.stream.StreamMessageListenerContainer.StreamMessageListenerContainerOptions;

/**
 * A stream with a group of consumers. What is acknowledged stays in the stream, which is
 * less work than to remove it.
 */
final class SpringStreamQueue implements MeasuredQueue {

	private static final String STREAM = "parcels";

	private static final String GROUP = "workers";

	private static final String FIELD = "parcel";

	/**
	 * So that a container ends at once; nobody waits while there are jobs.
	 */
	private static final Duration POLL = Duration.ofMillis(2);

	private final JsonMapper mapper = JsonMapper.shared();

	private final LettuceConnectionFactory factory;

	private final StringRedisTemplate template;

	private final int bytes;

	/**
	 * How many jobs are acknowledged in one call.
	 */
	private final int acknowledged;

	private SpringStreamQueue(RedisURI address, int bytes, int acknowledged) {
		this.factory = new LettuceConnectionFactory(address.getHost(), address.getPort());
		this.factory.afterPropertiesSet();
		this.factory.start();
		this.template = new StringRedisTemplate(this.factory);
		this.bytes = bytes;
		this.acknowledged = acknowledged;
		this.template.opsForStream().createGroup(STREAM, ReadOffset.from("0"), GROUP);
	}

	static MeasuredQueue acknowledgingEach(RedisURI address, int bytes) {
		return new SpringStreamQueue(address, bytes, 1);
	}

	static MeasuredQueue acknowledgingTogether(RedisURI address, int bytes) {
		return new SpringStreamQueue(address, bytes, TOGETHER);
	}

	@Override
	public int together() {
		return TOGETHER;
	}

	@Override
	public void add(int number) {
		this.template.executePipelined((RedisCallback<?>) (connection) -> {
			for (int index = 0; index < TOGETHER; index++) {
				String json = this.mapper.writeValueAsString(Parcel.of(number * TOGETHER + index, this.bytes));
				connection.streamCommands()
					.xAdd(MapRecord.create(STREAM, Map.of(FIELD, json)).serialize(this.template.getStringSerializer()));
			}
			return null;
		});
	}

	@Override
	public void handle(int jobs, int consumers) {
		CountDownLatch left = new CountDownLatch(jobs);
		ExecutorService threads = Executors.newFixedThreadPool(consumers);
		StreamMessageListenerContainer<String, MapRecord<String, String, String>> container = StreamMessageListenerContainer
			.create(this.factory, options(threads));
		List<Acknowledging> listeners = new ArrayList<>();
		for (int consumer = 0; consumer < consumers; consumer++) {
			Acknowledging listener = new Acknowledging(left);
			listeners.add(listener);
			container.receive(Consumer.from(GROUP, "worker-" + consumer),
					StreamOffset.create(STREAM, ReadOffset.lastConsumed()), listener);
		}
		container.start();
		try {
			if (!left.await(5, TimeUnit.MINUTES)) {
				throw new IllegalStateException("%d jobs were not handled".formatted(left.getCount()));
			}
			listeners.forEach(Acknowledging::acknowledge);
			container.stop();
			threads.shutdown();
			// what still polls would take the next round's jobs
			if (!threads.awaitTermination(1, TimeUnit.MINUTES)) {
				throw new IllegalStateException("The container goes on");
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static StreamMessageListenerContainerOptions<String, MapRecord<String, String, String>> options(
			ExecutorService threads) {
		return StreamMessageListenerContainerOptions.builder()
			.batchSize(TOGETHER)
			.pollTimeout(POLL)
			.executor(threads)
			.build();
	}

	@Override
	public void close() {
		this.factory.destroy();
	}

	/**
	 * One consumer's listener.
	 */
	private final class Acknowledging implements StreamListener<String, MapRecord<String, String, String>> {

		private final List<RecordId> handled = new ArrayList<>();

		private final CountDownLatch left;

		Acknowledging(CountDownLatch left) {
			this.left = left;
		}

		@Override
		public synchronized void onMessage(MapRecord<String, String, String> message) {
			SpringStreamQueue.this.mapper.readValue(Objects.requireNonNull(message.getValue().get(FIELD)),
					Parcel.class);
			this.handled.add(message.getId());
			if (this.handled.size() == SpringStreamQueue.this.acknowledged) {
				acknowledge();
			}
			this.left.countDown();
		}

		synchronized void acknowledge() {
			if (!this.handled.isEmpty()) {
				SpringStreamQueue.this.template.opsForStream()
					.acknowledge(STREAM, GROUP, this.handled.toArray(RecordId[]::new));
				this.handled.clear();
			}
		}

	}

}
