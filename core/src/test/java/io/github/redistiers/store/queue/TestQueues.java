package io.github.redistiers.store.queue;

import java.time.Duration;
import java.util.List;

import io.github.redistiers.codec.JsonCodecs;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.store.RepositoryName;
import io.github.redistiers.store.TestStore;

/**
 * A process with queues, as tests see it.
 */
final class TestQueues implements AutoCloseable {

	static final QueueSettings SETTINGS = new QueueSettings(Duration.ofSeconds(30), Duration.ofHours(1), 3, 10_000,
			Duration.ofSeconds(20), Duration.ofSeconds(10));

	private final TestStore store;

	private TestQueues(TestStore store) {
		this.store = store;
	}

	static TestQueues on(RedisServer server) {
		return on(server, SETTINGS);
	}

	static TestQueues on(RedisServer server, QueueSettings settings) {
		return new TestQueues(TestStore.on(server, structure(settings)));
	}

	static TestQueues on(String host, int port, Duration timeout, QueueSettings settings) {
		return on(host, port, timeout, settings, JobObserver.NONE);
	}

	static TestQueues on(String host, int port, Duration timeout, QueueSettings settings, JobObserver observer) {
		return new TestQueues(TestStore.on(host, port, timeout, structure(settings, observer)));
	}

	static QueueStructure structure(QueueSettings settings) {
		return structure(settings, JobObserver.NONE);
	}

	static QueueStructure structure(QueueSettings settings, JobObserver observer) {
		return new QueueStructure(settings,
				new JsonCodecs(List.of(TestQueues.class.getPackageName()), TestQueues.class.getClassLoader()),
				observer);
	}

	OrderQueue queue() {
		return queue("orders");
	}

	OrderQueue queue(String name) {
		return this.store.repositories().create(OrderQueue.class, name);
	}

	OrderQueue queue(RepositoryName name) {
		return this.store.repositories().create(OrderQueue.class, name);
	}

	TestStore store() {
		return this.store;
	}

	@Override
	public void close() {
		this.store.close();
	}

	interface OrderQueue extends QueueRepository<Order> {

	}

}
