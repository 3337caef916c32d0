package io.github.redistiers.benchmarks;

import java.util.concurrent.atomic.AtomicLong;

import io.lettuce.core.RedisURI;

import org.springframework.data.redis.connection.RedisListCommands.Direction;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.ListOperations;
import org.springframework.data.redis.core.RedisTemplate;
import org.springframework.data.redis.serializer.JacksonJsonRedisSerializer;
import org.springframework.data.redis.serializer.RedisSerializer;

/**
 * A list of jobs that wait and one of those that are handled, as Redis's own
 * documentation advises.
 */
final class SpringListQueue implements MeasuredQueue {

	private static final String WAITING = "parcels";

	private static final String HANDLED = "parcels-handled";

	private final LettuceConnectionFactory factory;

	private final ListOperations<String, Parcel> lists;

	private final int bytes;

	SpringListQueue(RedisURI address, int bytes) {
		this.factory = new LettuceConnectionFactory(address.getHost(), address.getPort());
		this.factory.afterPropertiesSet();
		this.factory.start();
		RedisTemplate<String, Parcel> template = new RedisTemplate<>();
		template.setConnectionFactory(this.factory);
		template.setKeySerializer(RedisSerializer.string());
		template.setValueSerializer(new JacksonJsonRedisSerializer<>(Parcel.class));
		template.afterPropertiesSet();
		this.lists = template.opsForList();
		this.bytes = bytes;
	}

	@Override
	public int together() {
		return 1;
	}

	@Override
	public void add(int number) {
		this.lists.leftPush(WAITING, Parcel.of(number, this.bytes));
	}

	@Override
	public void handle(int jobs, int consumers) {
		AtomicLong handled = new AtomicLong();
		Crowd.forEach(consumers, consumers, (consumer) -> {
			Parcel parcel = take();
			while (parcel != null) {
				handled.incrementAndGet();
				this.lists.remove(HANDLED, 1, parcel);
				parcel = take();
			}
		});
		MeasuredQueue.check(jobs, handled.get());
	}

	private Parcel take() {
		return this.lists.move(WAITING, Direction.RIGHT, HANDLED, Direction.LEFT);
	}

	@Override
	public void close() {
		this.factory.destroy();
	}

}
