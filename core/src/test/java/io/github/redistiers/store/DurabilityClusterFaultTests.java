package io.github.redistiers.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import io.github.redistiers.devservices.ClusterGroup;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.devservices.ServerPreset;
import io.github.redistiers.store.counter.CounterRepository;
import io.github.redistiers.store.counter.CounterStructure;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisClusterConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Each primary of a cluster answers for its own keys.
 */
@Timeout(120)
class DurabilityClusterFaultTests {

	private static final int KEYS = 30;

	private static final int THREADS = 8;

	private final AtomicLong[] acknowledged = tally();

	private final AtomicLong[] perhaps = tally();

	@SuppressWarnings("NullAway.Init")
	private ClusterGroup cluster;

	@SuppressWarnings("NullAway.Init")
	private TestStore store;

	@SuppressWarnings("NullAway.Init")
	private Replicated counters;

	@BeforeEach
	void start() {
		this.cluster = ClusterGroup
			.start((builder) -> builder.generation(ServerGeneration.underTest().get(0)).preset(ServerPreset.STORE));
		this.store = TestStore.on(new RedisClusterConfiguration(this.cluster.nodes()), Duration.ofSeconds(2),
				new DurabilitySettings(DurabilityLevel.SERVER, 1, Duration.ofSeconds(2), null), new CounterStructure());
		this.counters = this.store.repositories().create(Replicated.class);
	}

	@AfterEach
	void stop() {
		this.store.close();
		this.cluster.close();
	}

	@Test
	void losesNothingThatWasAcknowledgedWithAPrimary() throws Exception {
		RedisServer lost = this.cluster.ownerOf(redisKey(0));
		underLoad(() -> this.cluster.failOver(lost));
		assertCounted();
		for (int key = 0; key < KEYS; key++) {
			int counted = key;
			if (this.cluster.ownerOf(redisKey(key)).execute("INFO", "replication") instanceof String info
					&& info.contains("connected_slaves:0")) {
				long before = this.counters.value(name(key));
				Throwable failure = catchThrowable(() -> this.counters.increment(name(counted)));
				assertThat(failure).isInstanceOf(TooFewReplicasException.class);
				assertThat(((StoreFailure) failure).applied()).isEqualTo(Applied.NO);
				assertThat(this.counters.value(name(key))).isEqualTo(before);
			}
			else {
				assertThat(this.counters.increment(name(key))).as("a primary that has its replica").isPositive();
			}
		}
	}

	@Test
	void losesNothingWhileSlotsMove() throws Exception {
		RedisServer target = this.cluster.primaries().get(0);
		underLoad(() -> this.cluster.usedSlots()
			.stream()
			.filter((slot) -> this.cluster.ownerOf(slot) != target)
			.limit(KEYS / 3)
			.toList()
			.forEach((slot) -> this.cluster.moveSlot(slot, target)));
		assertCounted();
	}

	private void underLoad(Runnable fault) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(THREADS);
		AtomicBoolean done = new AtomicBoolean();
		try {
			List<Future<?>> running = new ArrayList<>();
			for (int thread = 0; thread < THREADS; thread++) {
				running.add(threads.submit(() -> {
					while (!done.get()) {
						increment(ThreadLocalRandom.current().nextInt(KEYS));
					}
				}));
			}
			Awaitility.await().until(() -> total() > 200);
			fault.run();
			long before = total();
			Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> total() > before + 200);
			done.set(true);
			for (Future<?> future : running) {
				future.get();
			}
		}
		finally {
			done.set(true);
			threads.shutdown();
		}
	}

	private void increment(int key) {
		try {
			this.counters.increment(name(key));
			this.acknowledged[key].incrementAndGet();
		}
		catch (DataAccessException ex) {
			StoreFailure failure = StoreFailure.of(ex);
			assertThat(failure).as(ex.toString()).isNotNull();
			if (failure != null && failure.applied() != Applied.NO) {
				this.perhaps[key].incrementAndGet();
			}
		}
	}

	private void assertCounted() {
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.ignoreExceptions()
			.until(() -> IntStream.range(0, KEYS).allMatch((key) -> this.counters.value(name(key)) >= 0));
		for (int key = 0; key < KEYS; key++) {
			long least = this.acknowledged[key].get();
			assertThat(this.counters.value(name(key))).as(name(key)).isBetween(least, least + this.perhaps[key].get());
		}
	}

	private long total() {
		return IntStream.range(0, KEYS).mapToLong((key) -> this.acknowledged[key].get()).sum();
	}

	private static AtomicLong[] tally() {
		return IntStream.range(0, KEYS).mapToObj((key) -> new AtomicLong()).toArray(AtomicLong[]::new);
	}

	private static String name(int key) {
		return "key" + key;
	}

	private static String redisKey(int key) {
		return TestStore.PREFIX + "counter:replicated:" + name(key);
	}

	@StoreRepository("replicated")
	@Durability(DurabilityLevel.REPLICATED)
	interface Replicated extends CounterRepository {

	}

}
