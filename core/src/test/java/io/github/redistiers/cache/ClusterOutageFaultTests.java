package io.github.redistiers.cache;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.github.redistiers.breaker.CircuitBreakerSettings;
import io.github.redistiers.breaker.NodeBreakers;
import io.github.redistiers.devservices.ClusterGroup;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.cache.Cache;
import org.springframework.data.redis.connection.RedisClusterConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two applications on a cluster that loses a primary, or moves slots.
 */
@Timeout(180)
@Tag("machine")
class ClusterOutageFaultTests {

	private static final int KEYS = 60;

	private final Map<Integer, String> source = new ConcurrentHashMap<>();

	private final CircuitBreakerRegistry registry = CircuitBreakerRegistry.ofDefaults();

	private ClusterGroup group;

	private TestCaches here;

	private TestCaches there;

	@BeforeEach
	void start() {
		this.group = ClusterGroup.start((builder) -> builder.generation(ServerGeneration.underTest().get(0)));
		this.here = caches(this.registry);
		this.there = caches(CircuitBreakerRegistry.ofDefaults());
		IntStream.range(0, KEYS).forEach((key) -> this.source.put(key, "old"));
	}

	@AfterEach
	void stop() {
		this.here.close();
		this.there.close();
		this.group.close();
	}

	@Test
	void goesOnWithTheOtherNodesWhenOneIsLostAndReadsNothingOldAfterwards() {
		IntStream.range(0, KEYS).forEach((key) -> assertThat(load(texts(), key)).isEqualTo("old"));
		RedisServer keeper = this.group.ownerOf(TestCaches.PREFIX + "cache-generation:texts");
		RedisServer lost = this.group.primaries()
			.stream()
			.filter((primary) -> primary.port() != keeper.port())
			.findFirst()
			.orElseThrow();
		List<RedisServer> others = this.group.primaries()
			.stream()
			.filter((primary) -> primary.port() != lost.port())
			.toList();
		lost.pause();
		// none is called more often than the others
		Awaitility.await().pollInterval(Duration.ofMillis(1)).until(() -> {
			IntStream.range(0, KEYS).forEach((key) -> load(texts(), key));
			return isOpen(lost);
		});
		assertThat(others).noneMatch(this::isOpen);
		AtomicInteger loads = new AtomicInteger();
		IntStream.range(0, KEYS).forEach((key) -> texts().get(key, () -> count(loads, key)));
		loads.set(0);
		IntStream.range(0, KEYS).forEach((key) -> texts().get(key, () -> count(loads, key)));
		assertThat(loads).hasValueBetween(1, KEYS * 2 / 3);
		IntStream.range(0, KEYS).forEach((key) -> {
			this.source.put(key, "new");
			texts().evict(key);
			assertThat(texts().get(key, String.class)).isNotEqualTo("old");
		});
		// keys of the other nodes are kept though evictions are owed to the lost one
		IntStream.range(0, KEYS).forEach((key) -> load(texts(), key));
		loads.set(0);
		IntStream.range(0, KEYS).forEach((key) -> texts().get(key, () -> count(loads, key)));
		assertThat(loads).hasValueBetween(1, KEYS * 2 / 3);
		lost.resume();
		assertReadsNothingOld(this.here);
	}

	@Test
	void readsNothingOldAfterAFailover() {
		IntStream.range(0, KEYS).forEach((key) -> assertThat(load(texts(), key)).isEqualTo("old"));
		IntStream.range(0, KEYS).forEach((key) -> assertThat(load(theirs(), key)).isEqualTo("old"));
		RedisServer lost = this.group.primaries().get(0);
		CompletableFuture<Void> failover = CompletableFuture.runAsync(() -> this.group.failOver(lost));
		IntStream.range(0, KEYS).forEach((key) -> {
			this.source.put(key, "new");
			((key % 2 == 0) ? texts() : theirs()).evict(key);
			assertThat(load(texts(), key)).isNotNull();
			assertThat(load(theirs(), key)).isNotNull();
		});
		while (!failover.isDone()) {
			IntStream.range(0, KEYS).forEach((key) -> {
				load(texts(), key);
				load(theirs(), key);
			});
		}
		failover.join();
		awaitDelivery(this.here);
		awaitDelivery(this.there);
		assertReadsNothingOld(this.here);
		assertReadsNothingOld(this.there);
	}

	@Test
	void readsNothingOldWhileSlotsMove() throws Exception {
		AtomicBoolean moving = new AtomicBoolean(true);
		AtomicInteger reads = new AtomicInteger();
		CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
			for (int version = 0; moving.get(); version++) {
				for (int key = 0; key < KEYS; key++) {
					this.source.put(key, "v" + version);
					theirs().evict(key);
				}
			}
		});
		CompletableFuture<Void> reader = CompletableFuture.runAsync(() -> {
			while (moving.get()) {
				for (int key = 0; key < KEYS; key++) {
					load(texts(), key);
					reads.incrementAndGet();
				}
			}
		});
		try {
			moveSlots();
		}
		finally {
			moving.set(false);
		}
		writer.get();
		reader.get();
		awaitDelivery(this.there);
		assertThat(reads).hasPositiveValue();
		assertReadsNothingOld(this.here);
		assertReadsNothingOld(this.there);
		assertThat(texts().get("probe", String.class)).isEqualTo("works");
	}

	/**
	 * Moves slots from each primary to the next one.
	 */
	private void moveSlots() {
		List<RedisServer> primaries = this.group.primaries();
		for (int i = 0; i < primaries.size(); i++) {
			RedisServer from = primaries.get(i);
			RedisServer to = primaries.get((i + 1) % primaries.size());
			slots(from).limit(60).forEach((slot) -> move(slot, from, to, primaries));
		}
	}

	private static IntStream slots(RedisServer server) {
		String own = String.valueOf(server.execute("CLUSTER", "NODES"))
			.lines()
			.filter((line) -> line.contains("myself"))
			.findFirst()
			.orElseThrow();
		String[] range = own.split(" ")[8].split("-");
		return IntStream.rangeClosed(Integer.parseInt(range[0]), Integer.parseInt(range[1]));
	}

	private static void move(int number, RedisServer from, RedisServer to, List<RedisServer> primaries) {
		String slot = String.valueOf(number);
		String toId = String.valueOf(to.execute("CLUSTER", "MYID"));
		to.execute("CLUSTER", "SETSLOT", slot, "IMPORTING", String.valueOf(from.execute("CLUSTER", "MYID")));
		from.execute("CLUSTER", "SETSLOT", slot, "MIGRATING", toId);
		while (from.execute("CLUSTER", "GETKEYSINSLOT", slot, "10") instanceof List<?> keys && !keys.isEmpty()) {
			keys.forEach((key) -> from.execute("MIGRATE", to.host(), String.valueOf(to.port()), String.valueOf(key),
					"0", "5000"));
		}
		to.execute("CLUSTER", "SETSLOT", slot, "NODE", toId);
		from.execute("CLUSTER", "SETSLOT", slot, "NODE", toId);
		primaries.forEach((primary) -> primary.execute("CLUSTER", "SETSLOT", slot, "NODE", toId));
	}

	private void assertReadsNothingOld(TestCaches caches) {
		Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(2)).until(() -> {
			assertCurrent(caches);
			caches.cache("texts").put("probe", "works");
			return caches.cache("texts").get("probe") != null;
		});
		assertCurrent(caches);
	}

	private void assertCurrent(TestCaches caches) {
		this.source.forEach((key, value) -> assertThat(load(caches.cache("texts"), key)).isEqualTo(value));
	}

	private static void awaitDelivery(TestCaches caches) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.until(() -> caches.cache("texts").getNativeCache() instanceof CacheValues values && !values.isOwing());
	}

	private String load(Cache cache, Integer key) {
		String value = cache.get(key, () -> this.source.get(key));
		if (value == null) {
			throw new AssertionError(key);
		}
		return value;
	}

	private String count(AtomicInteger loads, Integer key) {
		loads.incrementAndGet();
		return this.source.getOrDefault(key, "");
	}

	private boolean isOpen(RedisServer node) {
		return this.registry.find(NodeBreakers.CACHE + "-" + node.host() + "-" + node.port())
			.filter((breaker) -> breaker.getState() != CircuitBreaker.State.CLOSED)
			.isPresent();
	}

	private TestCaches caches(CircuitBreakerRegistry breakers) {
		return new TestCaches(new RedisClusterConfiguration(this.group.nodes()), TestCaches.PREFIX,
				CacheSettings.builder().build(), (cacheManager) -> cacheManager
					.setCircuitBreakers(new CircuitBreakerSettings(50, 10, null, Duration.ofSeconds(1)), breakers));
	}

	private Cache texts() {
		return this.here.cache("texts");
	}

	private Cache theirs() {
		return this.there.cache("texts");
	}

}
