package io.github.redistiers.guard;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.redistiers.TierRole;
import io.github.redistiers.connection.RedisTier;
import io.github.redistiers.connection.TierConnectionFactory;
import io.github.redistiers.connection.TierSettings;
import io.github.redistiers.devservices.ClusterGroup;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.devservices.ServerPreset;
import io.lettuce.core.cluster.SlotHash;
import io.netty.buffer.PooledByteBufAllocator;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisSentinelConfiguration;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Servers that tell nonsense, too much, or nothing: the guard finds little out, and
 * neither throws nor talks, nor keeps what they say.
 */
@Timeout(120)
class OddServersFaultTests {

	private static final int LOOKS = 10;

	private static final int MOST_LINES = 20;

	private static final long MEGABYTE = 1024 * 1024;

	private final ListAppender<ILoggingEvent> log = new ListAppender<>();

	private final Logger logger = (Logger) LoggerFactory.getLogger("io.github.redistiers.guard");

	private @Nullable Level level;

	@BeforeEach
	void listenToTheLog() {
		this.level = this.logger.getLevel();
		this.logger.setLevel(Level.INFO);
		this.log.start();
		this.logger.addAppender(this.log);
	}

	@AfterEach
	void stopListening() {
		this.logger.detachAppender(this.log);
		this.logger.setLevel(this.level);
	}

	@ParameterizedTest
	@MethodSource
	void judgesWhatIsToldAndNothingElse(String info) throws Exception {
		try (OddServer one = OddServer.telling(info.replace("run_id:a", "run_id:b"));
				OddServer other = OddServer.telling(info);
				Tier cache = tier(TierRole.CACHE, one.port());
				Tier store = tier(TierRole.STORE, other.port())) {
			GuardReport report = watch(cache.tier(), store.tier());
			assertThat(report.findings()).isNotEmpty()
				.noneMatch((finding) -> finding.why().startsWith("The check failed"));
			assertThat(report.toString()).hasSizeLessThan(1_000_000);
		}
		assertThat(this.log.list).hasSizeLessThan(MOST_LINES);
	}

	static Stream<String> judgesWhatIsToldAndNothingElse() {
		String numbers = Stream
			.of("used_memory", "maxmemory", "aof_enabled", "aof_delayed_fsync", "aof_rewrite_in_progress",
					"aof_base_size", "rdb_changes_since_last_save", "rdb_last_save_time", "connected_clients",
					"maxclients", "rejected_connections", "connected_slaves", "master_repl_offset", "evicted_keys",
					"uptime_in_seconds", "keyspace_hits", "keyspace_misses", "cluster_enabled", "loading", "tcp_port",
					"process_id")
			.map((name) -> name + ":%s\r\n")
			.reduce("redis_version:8.0.0\r\nrole:master\r\nrun_id:a\r\nmaxmemory_policy:noeviction\r\n",
					String::concat);
		return Stream.concat(
				Stream
					.of("0", "-1", "", "nan", "NaN", "Infinity", "1e400", "9223372036854775807", "-9223372036854775808",
							"99999999999999999999999", "0x10", "1.5", "yes")
					.map((value) -> numbers.replace("%s", value)),
				Stream.of(
						// nothing, and nothing that is one
						"", "garbage", "\0\0\0\0", "::::\r\n:\r\n", "# Server\r\n",
						// too much
						fields(200_000), "run_id:" + "x".repeat(5_000_000), "x".repeat(5_000_000), replicas(5_000),
						// a version of the future
						"redis_version:99.0.0\r\nrole:leader\r\nrun_id:a\r\nmaxmemory_policy:dreaming\r\nnew_field:1\r\n",
						"redis_version:99999999999.0\r\nrole:\r\n"));
	}

	private static String fields(int number) {
		StringBuilder info = new StringBuilder("redis_version:8.0.0\r\nrun_id:a\r\n");
		IntStream.range(0, number).forEach((field) -> info.append("field_").append(field).append(":1\r\n"));
		return info.toString();
	}

	private static String replicas(int number) {
		StringBuilder info = new StringBuilder(
				"redis_version:8.0.0\r\nrun_id:a\r\nrole:master\r\nconnected_slaves:99999999\r\n");
		IntStream.range(0, number).forEach((field) -> info.append("slave").append(field).append(":,=,ip,==\r\n"));
		return info.toString();
	}

	@ParameterizedTest
	@MethodSource
	void survivesRepliesThatAreNone(String reply) throws Exception {
		try (OddServer server = new OddServer((command) -> reply.isEmpty() ? null : reply);
				Tier store = tier(TierRole.STORE, server.port())) {
			watch(store.tier());
		}
		assertThat(this.log.list).hasSizeLessThan(MOST_LINES);
	}

	static Stream<String> survivesRepliesThatAreNone() {
		return Stream.of("", "HTTP/1.1 400 Bad Request\r\n\r\n", "*3\r\n$1\r\na\r\n:1\r\n*0\r\n", ":7\r\n", "$-1\r\n",
				"+\r\n", "-\r\n", "-ERR\r\n", "*-1\r\n", "$99999999\r\nx", "$-7\r\n", "$x\r\n", "*x\r\n", "*-9\r\n",
				"$99999999999999999999\r\n",
				// what only the newer protocol knows, asked for or not
				">2\r\n+message\r\n+x\r\n", ">2\r\n$10\r\ninvalidate\r\n*1\r\n$1\r\na\r\n+OK\r\n", "%1\r\n+a\r\n+b\r\n",
				"~1\r\n+a\r\n", "#t\r\n", ",1.5\r\n", ",x\r\n", "(99999999999999999999\r\n", "_\r\n",
				"=7\r\ntxt:abc\r\n", "!5\r\nERR x\r\n", "|1\r\n+a\r\n+b\r\n+c\r\n", ">-1\r\n", "%-1\r\n",
				// more than was asked for, an answer within an answer, and depths
				"+OK\r\n+OK\r\n+OK\r\n", "*1\r\n".repeat(200) + ":1\r\n", "\0\0\r\n");
	}

	@Test
	void survivesAnswersOfAnotherKindThanWasAskedFor() throws Exception {
		List<String> odd = List.of("*0\r\n", ":7\r\n", "$-1\r\n", "*1\r\n*0\r\n", "*4\r\n:1\r\n:1\r\n:1\r\n*0\r\n",
				"+\r\n");
		for (String reply : odd) {
			try (OddServer server = new OddServer((command) -> switch (command.get(0)) {
				case "HELLO" -> "-ERR unknown command 'HELLO'\r\n";
				case "PING" -> "+PONG\r\n";
				case "INFO" -> OddServer.bulk("redis_version:8.0.0\r\nrole:master\r\nrun_id:a\r\nmaxclients:5\r\n"
						+ "connected_clients:1\r\ncluster_enabled:1\r\nrdb_changes_since_last_save:1\r\n"
						+ "rdb_last_save_time:1\r\naof_enabled:1\r\n");
				default -> reply;
			}); Tier store = tier(TierRole.STORE, server.port())) {
				assertThat(watch(store.tier()).findings()).as(reply)
					.noneMatch((finding) -> finding.why().startsWith("The check failed"));
			}
		}
		assertThat(this.log.list).hasSizeLessThan(MOST_LINES);
	}

	/**
	 * Half a gigabyte as one text, elements without end, and as many as there are
	 * numbers.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "$536870912\r\n", "*2147483647\r\n", "*2147483647\r\n*2147483647\r\n", "+", "-",
			"%1000000000\r\n", "~1000000000\r\n", ">1000000000\r\n" })
	void hangsUpOnAnAnswerThatDoesNotEnd(String beginning) throws Exception {
		try (OddServer server = OddServer.endless(beginning, beginning.matches("(?s)[+$-].*") ? "x" : ":1\r\n");
				Tier store = tier(TierRole.STORE, server.port())) {
			GuardReport report = watch(store.tier());
			assertThat(report.complete()).isFalse();
			// and what the network holds
			assertThat(server.longest()).isLessThan(100 * MEGABYTE);
			if (beginning.startsWith("$")) {
				assertThat(report.tiers().get(0).servers().get(0).problem())
					.contains("its answer is longer than 16 MB");
			}
		}
		assertThat(PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory()).isLessThan(300 * MEGABYTE);
		assertThat(this.log.list).hasSizeLessThan(MOST_LINES);
	}

	/**
	 * Of a server that is asked for the others of its cluster.
	 */
	@ParameterizedTest
	@MethodSource
	void takesNothingForANodeThatIsNone(String nodes) throws Exception {
		try (OddServer server = new OddServer((command) -> switch (command.get(0)) {
			case "PING" -> "+PONG\r\n";
			case "INFO" -> OddServer.bulk("redis_version:8.0.0\r\nrole:master\r\nrun_id:a\r\ncluster_enabled:1\r\n");
			case "CLUSTER" -> nodes.startsWith("*") || nodes.startsWith(":") ? nodes : OddServer.bulk(nodes);
			default -> "-ERR unknown command '" + command.get(0) + "'\r\n";
		});
				Tier store = new Tier(TierRole.STORE,
						new RedisClusterConfiguration(List.of("127.0.0.1:" + server.port())))) {
			GuardReport report = watch(store.tier());
			assertThat(report.complete()).isFalse();
			assertThat(report.tiers().get(0).servers()).isNotEmpty().hasSizeLessThanOrEqualTo(1000);
			assertThat(report.findings()).noneMatch((finding) -> finding.why().startsWith("The check failed"));
		}
		assertThat(this.log.list).hasSizeLessThan(MOST_LINES);
	}

	static Stream<String> takesNothingForANodeThatIsNone() {
		return Stream.of("", "nonsense", "a b c", "a nowhere c\n", "a :@ master\n", "a 1:2:3 master - 0 0 1 connected",
				"a 127.0.0.1:99999@1 master,master\n", "a 127.0.0.1:-1@1 master\n", "a 127.0.0.1:x@1 master\n",
				"a no-such-host.invalid:6379@16379 master - 0 0 1 connected 0-99999999\n",
				"a 127.0.0.1:1@16379,no-such-host.invalid master - x y z connected [5->-z]\n", "*0\r\n",
				"*1\r\n*1\r\n$-1\r\n", ":7\r\n", "\n".repeat(100_000), "a 127.0.0.1:0@0 master,fail?\n".repeat(2000));
	}

	/**
	 * Of a Sentinel, which is asked for the primary and its replicas.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "*2\r\n$4\r\nhost\r\n$1\r\nx\r\n", "*2\r\n*0\r\n*0\r\n", "*-1\r\n", "$-1\r\n", ":7\r\n",
			"*3\r\n:1\r\n:2\r\n:3\r\n", "*2\r\n$-1\r\n$-1\r\n", "*2\r\n:1\r\n:-1\r\n",
			"*2\r\n$15\r\nno-host.invalid\r\n:6379\r\n" })
	void takesNothingForAPrimaryThatIsNone(String reply) throws Exception {
		RedisSentinelConfiguration configuration = new RedisSentinelConfiguration();
		configuration.master("store");
		try (OddServer sentinel = new OddServer((command) -> command.get(0).equals("SENTINEL") ? reply : "+PONG\r\n")) {
			configuration.sentinel("127.0.0.1", sentinel.port());
			try (Tier store = new Tier(TierRole.STORE, configuration)) {
				assertThat(watch(store.tier()).complete()).isFalse();
			}
		}
		assertThat(this.log.list).hasSizeLessThan(MOST_LINES);
	}

	@Test
	void saysOnceThatANameResolvesToNothing() throws Exception {
		RedisStandaloneConfiguration nowhere = new RedisStandaloneConfiguration("no-such-host.invalid", 6379);
		try (Tier store = new Tier(TierRole.STORE, nowhere)) {
			GuardReport report = watch(store.tier());
			assertThat(report.complete()).isFalse();
			assertThat(report.tiers().get(0).servers()).singleElement()
				.satisfies((server) -> assertThat(server.problem()).contains("no-such-host.invalid"));
		}
		assertThat(this.log.list).hasSizeLessThan(MOST_LINES);
	}

	static List<ServerGeneration> generations() {
		return ServerGeneration.underTest();
	}

	/**
	 * A real server's answer to {@code INFO}, of which something is missing or wrong, and
	 * its own answers to everything else.
	 */
	@ParameterizedTest
	@MethodSource("generations")
	void judgesARealServerWhoseInfoIsSpoilt(ServerGeneration generation) throws Exception {
		try (Scene scene = new Scene(generation)) {
			String info = String.valueOf(scene.store().execute("INFO"));
			List<String> lines = info.lines().toList();
			List<UnaryOperator<String>> spoilers = List.of((line) -> "", (line) -> line.replaceAll(":.*", ":"),
					(line) -> line.replaceAll(":.*", ":-1"), (line) -> line.replaceAll(":.*", ":99999999999999999999"),
					(line) -> line.replaceAll(":.*", ":12.34%"), (line) -> line.replaceAll(":.*", ":garbage"),
					(line) -> line.replaceAll("[0-9]", "x"), (line) -> line.replace("role:", "role:leader"),
					(line) -> line.replace(":", ""), (line) -> line.replaceAll(":.*", ":" + "9".repeat(5000)),
					(line) -> line + "\r\nnew_" + line,
					(line) -> line.matches("(redis|valkey)_version:.*") ? line.replaceAll(":.*", ":99.0.0") : line);
			for (UnaryOperator<String> spoiler : spoilers) {
				assertJudged(scene, lines.stream().map(spoiler).collect(Collectors.joining("\r\n")));
			}
			// that ends in the middle
			for (int end = 0; end < info.length(); end += info.length() / 5) {
				assertJudged(scene, info.substring(0, end));
			}
		}
		assertThat(this.log.list).hasSizeLessThan(20 * MOST_LINES);
	}

	private void assertJudged(Scene scene, String info) throws Exception {
		try (OddServer server = new OddServer(
				(command) -> command.get(0).equals("INFO") ? OddServer.bulk(info) : resp(scene.store(), command));
				Tier store = tier(TierRole.STORE, server.port())) {
			int before = this.log.list.size();
			GuardReport report = watch(store.tier());
			assertThat(report.complete()).isTrue();
			assertThat(report.findings()).isNotEmpty()
				.noneMatch((finding) -> finding.why().startsWith("The check failed"));
			assertThat(this.log.list.size() - before).isLessThan(MOST_LINES);
		}
	}

	/**
	 * What the real server says.
	 */
	private static String resp(RedisServer server, List<String> command) {
		try (Socket socket = new Socket(server.host(), server.port())) {
			socket.setSoTimeout(5000);
			OutputStream out = socket.getOutputStream();
			StringBuilder words = new StringBuilder("*" + command.size() + "\r\n");
			command.forEach((word) -> words.append(OddServer.bulk(word)));
			words.append("*1\r\n$4\r\nQUIT\r\n");
			out.write(words.toString().getBytes(StandardCharsets.UTF_8));
			out.flush();
			String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			return all.substring(0, all.length() - "+OK\r\n".length());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@ParameterizedTest
	@MethodSource("generations")
	void judgesAClusterOfWhichASlotIsUncovered(ServerGeneration generation) throws Exception {
		try (ClusterGroup group = ClusterGroup.start((it) -> it.generation(generation).preset(ServerPreset.STORE));
				Tier store = new Tier(TierRole.STORE, new RedisClusterConfiguration(group.nodes()))) {
			RedisServer owner = group.ownerOf(DataLostScene.MARKER);
			int slot = SlotHash.getSlot(DataLostScene.MARKER);
			for (RedisServer server : group.servers()) {
				if (group.primaries().contains(server)) {
					server.execute("CLUSTER", "DELSLOTS", String.valueOf(slot));
				}
			}
			Awaitility.await()
				.atMost(Duration.ofSeconds(30))
				.until(() -> String.valueOf(owner.execute("CLUSTER", "INFO")).contains("cluster_state:fail"));
			GuardReport report = watch(store.tier());
			assertThat(report.complete()).isTrue();
			assertThat(report.findings()).noneMatch((finding) -> finding.why().startsWith("The check failed"));
			assertThat(report.withVerdict(Verdict.WRONG)).extracting(Finding::id).doesNotContain("store.data-lost");
		}
		assertThat(this.log.list).hasSizeLessThan(MOST_LINES);
	}

	/**
	 * Watches for some looks.
	 */
	private GuardReport watch(RedisTier... tiers) throws InterruptedException {
		List<RedisTier> all = List.of(tiers);
		List<ServerCheck> checks = new ArrayList<>(GuardChecks.ofServers(Clock.systemUTC()));
		checks.add(GuardChecks.keyspaceEvents());
		checks.add(GuardChecks.dataLost("app:", all));
		checks.add(GuardChecks.backupAge(Duration.ofHours(25), "app:backup"));
		BlockingQueue<GuardReport> looks = new LinkedBlockingQueue<>();
		GuardListener listener = new GuardListener() {

			@Override
			public void changed(VerdictChange change) {
				assertThat(change.sentence()).hasSizeLessThan(10_000);
			}

			@Override
			public void looked(GuardReport report) {
				looks.add(report);
			}

		};
		try (Guard guard = new Guard(all, checks, GuardChecks.ofTiers(),
				Scene.settings(GuardMode.ENFORCE, UnreachablePolicy.IGNORE, Map.of()));
				GuardWatch watch = new GuardWatch(guard, Duration.ofMillis(10), List.of(listener))) {
			watch.start();
			GuardReport last = null;
			for (int i = 0; i < LOOKS; i++) {
				last = looks.poll(60, TimeUnit.SECONDS);
				assertThat(last).as("a look").isNotNull();
			}
			return Objects.requireNonNull(last);
		}
	}

	private static Tier tier(TierRole role, int port) {
		return new Tier(role, new RedisStandaloneConfiguration("127.0.0.1", port));
	}

	private record Tier(TierRole role, TierConnectionFactory factory) implements AutoCloseable {

		Tier(TierRole role, RedisConfiguration configuration) {
			this(role,
					new TierConnectionFactory(
							TierSettings.builder(role.name().toLowerCase(Locale.ROOT), role, configuration)
								.eager(false)
								.timeout(Duration.ofMillis(200))
								.connectTimeout(Duration.ofMillis(500))
								.build()));
			this.factory.afterPropertiesSet();
			this.factory.start();
		}

		RedisTier tier() {
			return new RedisTier((this.role == TierRole.CACHE) ? "cache" : "store", this.role, this.factory);
		}

		@Override
		public void close() {
			this.factory.destroy();
		}

	}

}
