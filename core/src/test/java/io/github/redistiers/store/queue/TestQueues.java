package io.github.redistiers.store.queue;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import io.github.redistiers.codec.JsonCodecs;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.store.DurabilityLevel;
import io.github.redistiers.store.DurabilitySettings;
import io.github.redistiers.store.RepositoryName;
import io.github.redistiers.store.TestStore;

import org.springframework.data.redis.connection.RedisNode;
import org.springframework.data.redis.connection.RedisSentinelConfiguration;

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

	static TestQueues on(String host, int port, Duration timeout, QueueSettings settings, JobObserver observer) {
		return new TestQueues(TestStore.on(host, port, timeout, structure(settings, observer)));
	}

	/**
	 * One with the queues of some servers.
	 * @param servers as {@link #store} takes them
	 */
	static TestQueues on(String servers, QueueSettings settings) {
		return new TestQueues(store(servers, structure(settings)));
	}

	/**
	 * A store that processes can be told of.
	 * @param servers {@code host:port}; or {@code name@host:port,host:port} of Sentinels,
	 * and then every change is replicated before it counts as made
	 */
	static TestStore store(String servers, QueueStructure structure) {
		int name = servers.indexOf('@');
		if (name < 0) {
			RedisNode node = RedisNode.fromString(servers);
			return TestStore.on(Objects.requireNonNull(node.getHost()), node.getRequiredPort(), Duration.ofSeconds(5),
					structure);
		}
		return TestStore.on(
				new RedisSentinelConfiguration(servers.substring(0, name),
						Set.of(servers.substring(name + 1).split(","))),
				Duration.ofSeconds(5), new DurabilitySettings(DurabilityLevel.REPLICATED,
						DurabilitySettings.DEFAULT_REPLICAS, DurabilitySettings.DEFAULT_TIMEOUT, null),
				structure);
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
