package io.github.redistiers.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import io.github.redistiers.devservices.ClusterGroup;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.devservices.ServerPreset;
import io.github.redistiers.store.counter.CounterRepository;
import io.github.redistiers.store.counter.CounterStructure;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Each primary of a cluster answers for its own keys.
 */
@Timeout(120)
class DurabilityClusterFaultTests {

	private static final int KEYS = 30;

	private static final int THREADS = 8;

	private static final int PRIMARIES = 3;

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

	/**
	 * The change is sent straight to the slot's new owner, which has no replica.
	 */
	@Test
	void takesNoPrimarysWordForTheChangeOfAnother() {
		try (TestStore patient = patient()) {
			assertThat(movedBeforeItIsSent(patient, RedisServer::kill)).failsWithin(Duration.ofSeconds(60))
				.withThrowableThat()
				.havingCause()
				.isInstanceOfSatisfying(NotDurableInTimeException.class,
						(failure) -> assertThat(failure.applied()).isEqualTo(Applied.YES))
				.withMessageContaining("0 connected replicas");
		}
		assertThat(this.counters.value(name(0))).isEqualTo(1);
	}

	@Test
	void waitsForTheNewOwnerOfASlotThatMovedBeforeTheChangeWasSent() {
		try (TestStore patient = patient()) {
			assertThat(movedBeforeItIsSent(patient, (replica) -> {
			})).succeedsWithin(Duration.ofSeconds(60)).isEqualTo(1L);
		}
	}

	/**
	 * A change that waits until its primary can make it durable, while its slot moves to
	 * another and the client hears of it.
	 * @param replica what happens to the other's replica
	 */
	private CompletableFuture<Long> movedBeforeItIsSent(TestStore patient, Consumer<RedisServer> replica) {
		Replicated counted = patient.repositories().create(Replicated.class);
		// a primary that nothing is known of confirms nothing, as after a slow start
		for (int key = 1; key < KEYS; key++) {
			String name = name(key);
			Awaitility.await()
				.atMost(Duration.ofSeconds(60))
				.ignoreExceptions()
				.until(() -> counted.increment(name) > 0);
		}
		RedisServer source = this.cluster.ownerOf(redisKey(0));
		int other = (this.cluster.servers().indexOf(source) + 1) % PRIMARIES;
		RedisServer target = this.cluster.servers().get(other);
		replica.accept(this.cluster.servers().get(PRIMARIES + other));
		source.execute("CLIENT", "PAUSE", "60000", "WRITE");
		try {
			// what is known of the primaries is asked for again after each connection
			refresh(patient);
			CompletableFuture<Long> change = counted.incrementAsync(name(0), 1).toCompletableFuture();
			takeSlotOf(redisKey(0), source, target);
			refresh(patient);
			assertThat(change).as("the change waits for its primary").isNotDone();
			return change;
		}
		finally {
			source.execute("CLIENT", "UNPAUSE");
		}
	}

	/**
	 * Moves the slot of a key that is absent without a word to its owner, who is paused:
	 * Valkey takes {@code CLUSTER SETSLOT} for a write. Everybody hears of it.
	 */
	private void takeSlotOf(String key, RedisServer source, RedisServer target) {
		String slot = String.valueOf(SlotHash.getSlot(key));
		target.execute("CLUSTER", "SETSLOT", slot, "IMPORTING", id(source));
		target.execute("CLUSTER", "SETSLOT", slot, "NODE", id(target));
		for (RedisServer node : this.cluster.servers()) {
			if (node != target && node.isRunning()) {
				Awaitility.await()
					.untilAsserted(() -> assertThatExceptionOfType(RedisCommandExecutionException.class)
						.isThrownBy(() -> node.execute("GET", key))
						.withMessageStartingWith("MOVED")
						.withMessageEndingWith(":" + target.port()));
			}
		}
	}

	private static String id(RedisServer node) {
		return String.valueOf(node.execute("CLUSTER", "MYID"));
	}

	private TestStore patient() {
		return TestStore.on(new RedisClusterConfiguration(this.cluster.nodes()), Duration.ofSeconds(30),
				new DurabilitySettings(DurabilityLevel.SERVER, 1, Duration.ofSeconds(30), null),
				new CounterStructure());
	}

	private static void refresh(TestStore store) {
		assertThat(store.template().getConnectionFactory()).isInstanceOfSatisfying(LettuceConnectionFactory.class,
				(factory) -> ((RedisClusterClient) factory.getRequiredNativeClient()).refreshPartitions());
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
