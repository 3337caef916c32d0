package io.github.redistiers.cache;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.redistiers.devservices.ClusterGroup;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.ServerPreset;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

import org.springframework.cache.Cache;
import org.springframework.data.redis.connection.RedisClusterConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Processes that size lives by a server's memory.
 */
@Timeout(60)
class CacheHorizonsIntegrationTests {

	private static final String BOARD = "shop:cache-lives";

	private static final CacheSettings SIZED = CacheSettings.builder()
		.sizedLife(new SizedLife(Duration.ofMillis(10), Duration.ofDays(1), null))
		.build();

	private final ListAppender<ILoggingEvent> log = new ListAppender<>();

	private RedisServer server;

	@BeforeEach
	void start() {
		this.server = RedisServer.builder().preset(ServerPreset.CACHE).setting("maxmemory", "16mb").start();
		this.log.start();
		logger().addAppender(this.log);
	}

	@AfterEach
	void stop() {
		logger().detachAppender(this.log);
		this.server.close();
	}

	@Test
	void sizeLivesAsTheOneThatLeadsSays() {
		try (TestCaches one = process(SIZED); TestCaches other = process(SIZED)) {
			one.cache("texts").get("a");
			assertThat(life(one)).isEqualTo(Duration.ofMinutes(10));
			Awaitility.await().until(() -> {
				write(one.cache("texts"), 100);
				write(other.cache("texts"), 100);
				return life(one).toMinutes() < 10 && life(other).toMinutes() < 10;
			});
			assertThat(Double.parseDouble(field("life:"))).isLessThan(600);
			assertThat(Long.parseLong(field("bytes:texts"))).isGreaterThan(400_000);
			String leader = field("leader");
			Awaitility.await()
				.during(Duration.ofSeconds(2))
				.untilAsserted(() -> assertThat(field("leader")).isEqualTo(leader));
		}
	}

	@Test
	void goOnWhenTheOneThatLeadsEnds() {
		try (TestCaches other = process(SIZED)) {
			String leader;
			try (TestCaches one = process(SIZED)) {
				one.cache("texts").put("a", "b");
				Awaitility.await().until(() -> this.server.commands().hget(BOARD, "leader") != null);
				leader = field("leader");
				other.cache("texts").put("a", "b");
			}
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> !field("leader").equals(leader));
		}
	}

	@Test
	void beginWithTheLifeThatTheServerKnows() {
		this.server.commands().hset(BOARD, "life:", "123.0");
		try (TestCaches caches = process(SIZED);
				TestCaches brief = process(CacheSettings.builder()
					.sizedLife(new SizedLife(Duration.ofSeconds(1), Duration.ofSeconds(5), null))
					.build())) {
			caches.cache("texts").get("a");
			brief.cache("texts").get("a");
			Awaitility.await().until(() -> life(caches).equals(Duration.ofSeconds(123)));
			Awaitility.await().until(() -> life(brief).equals(Duration.ofSeconds(5)));
		}
	}

	@Test
	void goOnWithWhatTheyKnowWhenTheBoardIsLost() {
		this.server.commands().hset(BOARD, "life:", "123.0");
		try (TestCaches caches = process(SIZED)) {
			caches.cache("texts").put("a", "b");
			Awaitility.await().until(() -> life(caches).equals(Duration.ofSeconds(123)));
			this.server.commands().del(BOARD);
			Awaitility.await().until(() -> this.server.commands().hget(BOARD, "leader") != null);
			assertThat(life(caches)).isGreaterThanOrEqualTo(Duration.ofSeconds(110));
			assertThat(this.server.commands().pttl(BOARD)).isPositive();
		}
	}

	@Test
	void sayWhichLivesAreFiction() {
		CacheSettings hour = CacheSettings.builder().timeToLive(Duration.ofHours(1)).build();
		try (TestCaches one = process(hour); TestCaches other = process(hour)) {
			other.cache("texts").get("a");
			assertThat(one.cacheManager().getFictitiousLives()).isEmpty();
			Awaitility.await().atMost(Duration.ofSeconds(40)).until(() -> {
				write(one.cache("texts"), 100);
				return !one.cacheManager().getFictitiousLives().isEmpty()
						&& !other.cacheManager().getFictitiousLives().isEmpty();
			});
			assertThat(one.cacheManager().getFictitiousLives()).singleElement()
				.asString()
				.matches("texts: TTL 60 min, but entries live about .* s; 60 min would need about .* GB");
			assertThat(messages()).filteredOn((message) -> message.contains("texts: TTL 60 min"))
				.singleElement()
				.asString()
				.startsWith("The cache server evicts entries before they expire.");
		}
	}

	@Test
	void sayOnceThatTheServerHasNoLimit() {
		this.server.commands().configSet("maxmemory", "0");
		try (TestCaches caches = process(SIZED)) {
			caches.cache("texts").put("a", "b");
			awaitLooks(8);
			assertThat(messages()).containsExactly(
					"Lives of cache entries are not sized by the memory and stay as they are, because the cache server has no maxmemory. Set maxmemory on the server.");
			assertThat(life(caches)).isEqualTo(Duration.ofMinutes(10));
			this.server.commands().configSet("maxmemory", "16mb");
			Awaitility.await().until(() -> {
				write(caches.cache("texts"), 100);
				return life(caches).toMinutes() < 10;
			});
		}
	}

	@Test
	void sayOnceThatTheServerEvictsNothing() {
		this.server.commands().configSet("maxmemory-policy", "noeviction");
		try (TestCaches caches = process(SIZED)) {
			caches.cache("texts").put("a", "b");
			awaitLooks(8);
			assertThat(messages()).singleElement().asString().contains("maxmemory-policy is noeviction");
		}
	}

	@Test
	void sayOnceThatTheServerRefusesToTell() {
		this.server.execute("ACL", "SETUSER", "default", "-info");
		try (TestCaches caches = process(SIZED)) {
			caches.cache("texts").put("a", "b");
			awaitLooks(8);
			assertThat(messages()).singleElement()
				.asString()
				.contains("the cache server refuses what that needs: NOPERM", "Allow its user INFO");
			assertThat(caches.cache("texts").get("a", String.class)).isEqualTo("b");
		}
	}

	@Test
	void sayNothingOfALimitWhereNoLifeIsSized() {
		this.server.commands().configSet("maxmemory", "0");
		try (TestCaches caches = process(CacheSettings.builder().build())) {
			caches.cache("texts").put("a", "b");
			awaitLooks(4);
			assertThat(messages()).isEmpty();
		}
	}

	@Test
	void addUpTheMemoryOfACluster() {
		try (ClusterGroup cluster = ClusterGroup
			.start((builder) -> builder.setting("maxmemory", "16mb").setting("maxmemory-policy", "allkeys-lru"));
				TestCaches caches = new TestCaches(TestCaches.patient(new RedisClusterConfiguration(cluster.nodes())),
						TestCaches.PREFIX, SIZED, (cacheManager) -> {
						})) {
			caches.cache("texts").put("a", "b");
			ServerMemory memory = ServerMemory.of(caches.cacheManager().server().link().commands()).join();
			assertThat(memory.limit()).isBetween(3 * 13e6, 3 * 16.8e6);
			assertThat(memory.used()).isBetween(1e4, memory.limit());
			Awaitility.await().until(() -> {
				write(caches.cache("texts"), 100);
				return life(caches).toMinutes() < 10;
			});
		}
	}

	private TestCaches process(CacheSettings settings) {
		TestCaches caches = new TestCaches(this.server, settings);
		caches.cacheManager().horizons().setPeriods(Duration.ofMillis(100), Duration.ofMillis(500));
		return caches;
	}

	/**
	 * A megabyte for each hundred.
	 */
	private static void write(Cache texts, int entries) {
		String value = "v".repeat(10_000);
		IntStream.range(0, entries).forEach((i) -> texts.put(System.nanoTime(), value));
	}

	private static Duration life(TestCaches caches) {
		return Objects.requireNonNull(caches.cacheManager().getStatistics("texts")).timeToLive();
	}

	private String field(String name) {
		return Objects.requireNonNull(this.server.commands().hget(BOARD, name));
	}

	/**
	 * Each look is a script that asks for the time once.
	 */
	private void awaitLooks(int looks) {
		Awaitility.await().until(() -> this.server.commands().info("commandstats").lines().anyMatch((line) -> {
			int calls = line.indexOf("calls=") + "calls=".length();
			return line.startsWith("cmdstat_time:")
					&& Integer.parseInt(line.substring(calls, line.indexOf(',', calls))) >= looks;
		}));
	}

	private List<String> messages() {
		return List.copyOf(this.log.list).stream().map(ILoggingEvent::getFormattedMessage).toList();
	}

	private static Logger logger() {
		return (Logger) LoggerFactory.getLogger(CacheHorizons.class);
	}

}
