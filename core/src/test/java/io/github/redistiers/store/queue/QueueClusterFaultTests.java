package io.github.redistiers.store.queue;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

import io.github.redistiers.devservices.ClusterGroup;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.devservices.ServerPreset;
import io.github.redistiers.store.TestStore;
import io.github.redistiers.store.queue.TestQueues.OrderQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.data.redis.connection.RedisClusterConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Queues on the three primaries of a cluster.
 */
@Timeout(120)
class QueueClusterFaultTests {

	private static final int QUEUES = 6;

	@SuppressWarnings("NullAway.Init")
	private ClusterGroup cluster;

	@SuppressWarnings("NullAway.Init")
	private TestStore store;

	@BeforeEach
	void start() {
		this.cluster = ClusterGroup
			.start((builder) -> builder.generation(ServerGeneration.underTest().get(0)).preset(ServerPreset.STORE));
		this.store = TestStore.on(new RedisClusterConfiguration(this.cluster.nodes()), Duration.ofSeconds(2),
				TestQueues.structure(TestQueues.SETTINGS));
	}

	@AfterEach
	void stop() {
		this.store.close();
		this.cluster.close();
	}

	/**
	 * The patience is longer than the test waits, so whoever idles must have been told,
	 * whatever node its queue is on.
	 */
	@Test
	void tellsWhoWaitsAndGoesOnAfterAFailover() throws Exception {
		List<OrderQueue> queues = IntStream.range(0, QUEUES)
			.mapToObj((i) -> this.store.repositories().create(OrderQueue.class, "queue-" + i))
			.toList();
		assertThat(IntStream.range(0, QUEUES).mapToObj((i) -> this.cluster.ownerOf(key(i)).port()).distinct())
			.hasSizeGreaterThan(1);
		Set<String> handled = ConcurrentHashMap.newKeySet();
		List<JobListenerContainer> listeners = queues.stream()
			.map((queue) -> queue.listen(JobListenerSettings.defaults(),
					(jobs) -> jobs.forEach((job) -> handled.add(queue.name() + job.payload().number()))))
			.toList();
		for (int i = 0; i < QUEUES; i++) {
			String idle = key(i);
			Awaitility.await().until(() -> Objects.equals(this.cluster.ownerOf(idle).execute("EXISTS", idle), 1L));
		}
		queues.forEach((queue) -> queue.enqueue(Order.of(1)));
		Awaitility.await().until(() -> handled.size() == QUEUES);
		RedisServer lost = this.cluster.ownerOf(key(0));
		this.cluster.failOver(lost);
		for (OrderQueue queue : queues) {
			Awaitility.await().ignoreExceptions().until(() -> {
				queue.enqueue(Order.of(2), JobOptions.defaults().id("second"));
				return true;
			});
		}
		Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> handled.size() == 2 * QUEUES);
		listeners.forEach(JobListenerContainer::close);
	}

	private static String key(int queue) {
		return "shop:queue:{queue-%d}:idle".formatted(queue);
	}

}
