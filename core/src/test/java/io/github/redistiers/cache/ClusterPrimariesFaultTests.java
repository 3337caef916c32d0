package io.github.redistiers.cache;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.redistiers.devservices.ClusterGroup;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.ServerPreset;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.models.partitions.ClusterPartitionParser;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode.NodeFlag;
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
 * Two applications that make no call while a primary of their cluster is replaced, so
 * that no failure tells them.
 */
@Timeout(120)
@Tag("machine")
class ClusterPrimariesFaultTests {

	private static final List<String> KEYS = IntStream.range(0, 30).mapToObj(String::valueOf).toList();

	private ClusterGroup group;

	private TestCaches here;

	private TestCaches there;

	@BeforeEach
	void start() {
		this.group = ClusterGroup
			.start((builder) -> builder.preset(ServerPreset.STORE).setting("cluster-require-full-coverage", "no"));
		this.here = caches();
		this.there = caches();
		fill();
	}

	@AfterEach
	void stop() {
		this.here.close();
		this.there.close();
		this.group.close();
	}

	@Test
	void readNothingOldWhereNobodyHasSeenTheFailover() {
		loseEvictions();
		this.here.close();
		this.there.close();
		this.here = caches();
		assertNothingOld(this.here);
	}

	@Test
	void readNothingOldFromAPrimaryThatRestarted() {
		RedisServer restarted = this.group.primaries().get(0);
		restarted.kill();
		restarted.restart();
		this.group.awaitHealthy();
		assertThat(this.group.primaries()).contains(restarted);
		assertHoldsOld(restarted);
		assertNothingOld(this.there);
		assertNothingOld(this.here);
	}

	@Test
	void goOnAfterAFailoverThatLosesNoConnection() {
		RedisServer before = this.group.primaries().get(0);
		RedisServer after = replicaOf(before);
		for (RedisServer next : List.of(after, before)) {
			this.group.promote(next);
			awaitNew(this.there, next.toString());
			assertThat(KEYS).allSatisfy(
					(key) -> assertThat(this.here.cache("texts").get(key, String.class)).isIn(null, next.toString()));
			awaitNew(this.here, next.toString());
		}
	}

	@Test
	void keepTheKeysOfOthersWhenAPrimaryIsGoneForGood() {
		RedisServer keeper = this.group.ownerOf(TestCaches.PREFIX + "cache-generation:texts");
		RedisServer lost = this.group.primaries()
			.stream()
			.filter((primary) -> primary.port() != keeper.port())
			.findFirst()
			.orElseThrow();
		Set<Integer> slots = slotsOf(lost);
		// nobody takes its place
		replicaOf(lost).kill();
		lost.kill();
		// has never reached it, and each put finds that out by itself
		this.here.close();
		this.here = caches((cacheManager) -> cacheManager.setCircuitBreakers(null, null));
		Cache texts = this.here.cache("texts");
		// what the loss itself has made doubtful is made certain meanwhile
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
			KEYS.forEach((key) -> texts.put(key, "new"));
			List<String> kept = KEYS.stream().filter((key) -> "new".equals(texts.get(key, String.class))).toList();
			// their places change with the generation
			List<String> others = KEYS.stream()
				.filter((key) -> !slots.contains(SlotHash.getSlot(entry(keeper, key))))
				.toList();
			return kept.equals(others) && !others.isEmpty() && others.size() < KEYS.size();
		});
	}

	private static Set<Integer> slotsOf(RedisServer primary) {
		return ClusterPartitionParser.parse(String.valueOf(primary.execute("CLUSTER", "NODES")))
			.stream()
			.filter((node) -> node.is(NodeFlag.MYSELF))
			.flatMap((node) -> node.getSlots().stream())
			.collect(Collectors.toSet());
	}

	private static String entry(RedisServer keeper, String key) {
		return TestCaches.PREFIX + "cache:texts:" + keeper.execute("GET", TestCaches.PREFIX + "cache-generation:texts")
				+ ":" + key;
	}

	/**
	 * Fails one primary over to a replica that has missed the evictions of all keys.
	 */
	private void loseEvictions() {
		RedisServer lost = this.group.primaries().get(0);
		RedisServer replica = replicaOf(lost);
		replica.pause();
		// what is under way to it would be read by it later
		lost.execute("CLIENT", "KILL", "TYPE", "replica");
		KEYS.forEach(this.here.cache("texts")::evict);
		assertThat(this.here.cache("texts").get(KEYS.get(0))).isNull();
		lost.kill();
		replica.resume();
		Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> this.group.primaries().contains(replica));
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.until(() -> this.group.primaries()
				.stream()
				.allMatch(
						(primary) -> String.valueOf(primary.execute("CLUSTER", "INFO")).contains("cluster_state:ok")));
		assertHoldsOld(replica);
	}

	private void fill() {
		Cache texts = this.here.cache("texts");
		Awaitility.await().until(() -> {
			KEYS.forEach((key) -> texts.put(key, "old"));
			return KEYS.stream()
				.allMatch((key) -> texts.get(key) != null && this.there.cache("texts").get(key) != null);
		});
		this.group.primaries().forEach((primary) -> primary.execute("WAIT", "1", "5000"));
	}

	/**
	 * Asks until whatever is asked works again.
	 */
	private static void assertNothingOld(TestCaches caches) {
		Cache texts = caches.cache("texts");
		Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(2)).until(() -> {
			KEYS.forEach((key) -> assertThat(texts.get(key, String.class)).isNotEqualTo("old"));
			return areKept(texts, "new");
		});
	}

	private static void awaitNew(TestCaches caches, String value) {
		Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> areKept(caches.cache("texts"), value));
	}

	private static boolean areKept(Cache texts, String value) {
		KEYS.forEach((key) -> texts.put(key, value));
		return KEYS.stream().allMatch((key) -> value.equals(texts.get(key, String.class)));
	}

	private static void assertHoldsOld(RedisServer server) {
		assertThat((List<?>) server.execute("KEYS", TestCaches.PREFIX + "cache:texts:*")).isNotEmpty();
	}

	private RedisServer replicaOf(RedisServer primary) {
		String id = String.valueOf(primary.execute("CLUSTER", "MYID"));
		return this.group.servers()
			.stream()
			.filter((server) -> String.valueOf(server.execute("CLUSTER", "NODES"))
				.lines()
				.anyMatch((line) -> line.contains("myself,slave " + id)))
			.findFirst()
			.orElseThrow();
	}

	private TestCaches caches() {
		return caches((cacheManager) -> {
		});
	}

	private TestCaches caches(Consumer<CacheTierCacheManager> customizer) {
		return new TestCaches(new RedisClusterConfiguration(this.group.nodes()), TestCaches.PREFIX,
				CacheSettings.builder().build(), customizer);
	}

}
