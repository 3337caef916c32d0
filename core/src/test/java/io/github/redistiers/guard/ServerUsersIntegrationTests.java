package io.github.redistiers.guard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.redistiers.TierRole;
import io.github.redistiers.connection.RedisTier;
import io.github.redistiers.devservices.AclRules;
import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.RedisServerBuilder;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.devservices.ServerPreset;
import io.github.redistiers.devservices.ServerStartException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.data.redis.connection.RedisConnection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The users that the documentation prints, loaded by servers: the application's may do
 * what this library does, the guard's may look, nobody else gets in.
 */
@EachServerGeneration
class ServerUsersIntegrationTests {

	private static final Path SERVERS = Path.of("..", "docs", "servers");

	private static final Pattern CALL = Pattern.compile("redis\\.p?call\\(\\s*'(\\w+)'");

	/** What is not in scripts. */
	private static final List<String> COMMANDS = List.of("CLIENT SETNAME shop", "CLIENT ID",
			"CLIENT TRACKING ON BCAST PREFIX shop:", "SCRIPT LOAD return", "EVAL return 1 shop:a",
			"EVALSHA e0e1f9fabfc9d4800c877a703b823ac0578ff8db 1 shop:a", "PUBLISH shop:a b", "PUBSUB NUMSUB shop:a",
			"SCAN 0", "UNLINK shop:a", "RENAME shop:a shop:b", "GETDEL shop:a", "EXPIRE shop:a 1",
			"MEMORY USAGE shop:a", "DBSIZE", "TIME", "INFO", "PING", "SELECT 0", "WATCH shop:a", "MULTI", "EXEC",
			"WAIT 0 1", "ACL WHOAMI");

	private final ServerGeneration generation;

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path folder;

	ServerUsersIntegrationTests(ServerGeneration generation) {
		this.generation = generation;
	}

	@Test
	void haveTheRulesThatAreTestedElsewhere() throws IOException {
		assertThat(rules("shop")).containsExactly(AclRules.application(this.generation, "shop:"));
		assertThat(rules("guard")).containsSequence(AclRules.guard());
	}

	@Test
	void letTheApplicationDoWhatTheLibraryDoes() throws IOException {
		try (Scene scene = new Scene(this.generation)) {
			RedisServer server = start(scene, ServerPreset.STORE);
			RedisTier tier = scene.tier(TierRole.STORE, server.host(), server.port(), "shop", "password of shop");
			try (RedisConnection connection = tier.connectionFactory().getConnection()) {
				List<String> commands = new ArrayList<>(COMMANDS);
				for (String command : commandsOfScripts()) {
					commands.add(command + " shop:a".repeat(arity(server, command) - 1));
				}
				if (Set.of(ServerGeneration.REDIS_8_0, ServerGeneration.VALKEY_8_1).contains(this.generation)) {
					commands.add("WAITAOF 0 0 1");
				}
				assertThat(commands).hasSizeGreaterThan(COMMANDS.size() + 20)
					.allSatisfy((command) -> assertThat(reply(connection, command)).doesNotStartWith("NOPERM"));
				assertThat(List.of("GET other:a", "PUBLISH other b", "FLUSHALL NOSUCHOPTION", "CONFIG GET requirepass",
						"KEYS shop:*", "SLOWLOG GET", "BGREWRITEAOF", "REPLICAOF NO ONE", "ACL LIST"))
					.allSatisfy((command) -> assertThat(reply(connection, command)).startsWith("NOPERM"));
				connection.subscribe((message, pattern) -> {
				}, "shop:a".getBytes(StandardCharsets.UTF_8));
			}
		}
	}

	@Test
	void letTheGuardReportAllButWhatItMayNotKnow() {
		try (Scene scene = new Scene(this.generation)) {
			GuardReport report = report(scene, "guard");
			assertThat(report.complete()).isTrue();
			assertThat(report.withVerdict(Verdict.WRONG)).isEmpty();
			assertThat(ids(report, Verdict.UNKNOWN)).containsExactlyInAnyOrder("cache.persistence",
					"cache.slow-scripts", "cache.big-keys", "store.fsync", "store.snapshots", "store.slow-scripts",
					"store.big-keys", "store.keyspace-events", "tiers.same-directory");
		}
	}

	@Test
	void letTheGuardHaveTheLogRewrittenAfterAStart() throws IOException {
		try (Scene scene = new Scene(this.generation)) {
			RedisServer server = start(scene, ServerPreset.STORE);
			RedisTier tier = scene.tier(TierRole.STORE, server.host(), server.port(), "guard", "password of guard");
			try (RedisConnection connection = tier.connectionFactory().getConnection()) {
				assertThat(reply(connection, "BGREWRITEAOF")).contains("rewriting started");
			}
		}
	}

	@Test
	void letTheApplicationsOwnGuardReportAllButWhatItMayNotKnow() {
		try (Scene scene = new Scene(this.generation)) {
			GuardReport report = report(scene, "shop");
			assertThat(report.complete()).isTrue();
			assertThat(report.withVerdict(Verdict.WRONG)).isEmpty();
			assertThat(ids(report, Verdict.UNKNOWN)).containsExactlyInAnyOrder("cache.persistence",
					"cache.slow-scripts", "store.fsync", "store.snapshots", "store.slow-scripts",
					"store.keyspace-events", "tiers.same-directory");
		}
	}

	@Test
	void letNobodyInWithoutAName() {
		try (Scene scene = new Scene(this.generation)) {
			RedisServer server = start(scene, ServerPreset.CACHE);
			RedisTier tier = scene.tier(TierRole.CACHE, server.host(), server.port());
			assertThat(scene.inspect(tier).tiers().get(0).servers()).singleElement()
				.extracting(ServerReport::problem)
				.asString()
				.contains("the server demands a password");
		}
	}

	@Test
	void keepTheServerFromStartingUntilTheyHavePasswords() throws IOException {
		Path users = Files.copy(SERVERS.resolve(file()), this.folder.resolve("users.conf"));
		RedisServerBuilder builder = RedisServer.builder()
			.generation(this.generation)
			.setting("include", users.toString());
		assertThatExceptionOfType(ServerStartException.class).isThrownBy(builder::start)
			.withMessageContaining("The password hash must be exactly 64 characters");
	}

	private GuardReport report(Scene scene, String user) {
		RedisServer cache = start(scene, ServerPreset.CACHE);
		RedisServer store = start(scene, ServerPreset.STORE);
		String password = "password of " + user;
		return scene.inspect(scene.tier(TierRole.CACHE, cache.host(), cache.port(), user, password),
				scene.tier(TierRole.STORE, store.host(), store.port(), user, password));
	}

	private static Set<String> ids(GuardReport report, Verdict verdict) {
		return report.withVerdict(verdict).stream().map(Finding::id).collect(Collectors.toSet());
	}

	/**
	 * The documented configuration with the users in place of its line of the default
	 * user, as the documentation says.
	 */
	private RedisServer start(Scene scene, ServerPreset preset) {
		Path users = this.folder.resolve("users.conf");
		try {
			Files.writeString(users,
					Pattern.compile("(?m)^(user (\\w+) on )#SHA-256-OF-ITS-PASSWORD")
						.matcher(Files.readString(SERVERS.resolve(file())))
						.replaceAll((user) -> user.group(1) + "#" + sha256("password of " + user.group(2))));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return scene.start((builder) -> {
			preset.text()
				.lines()
				.filter((line) -> !line.isBlank() && !line.startsWith("#") && !line.startsWith("user default "))
				.map((line) -> line.replace("\"\"", "").split(" ", -1))
				.forEach((words) -> builder.setting(words[0], Arrays.copyOfRange(words, 1, words.length)));
			return builder.setting("include", users.toString());
		});
	}

	private String file() {
		return (this.generation == ServerGeneration.REDIS_6_2) ? "users-6.2.conf" : "users.conf";
	}

	private List<String> rules(String user) throws IOException {
		return Files.readAllLines(SERVERS.resolve(file()))
			.stream()
			.filter((line) -> line.startsWith("user " + user + " "))
			.flatMap((line) -> Stream.of(line.split(" ")).skip(4))
			.toList();
	}

	private static Set<String> commandsOfScripts() throws IOException {
		Set<String> commands = new TreeSet<>();
		try (Stream<Path> files = Files.walk(Path.of("src", "main", "resources"))) {
			for (Path file : files.filter((path) -> path.toString().endsWith(".lua")).toList()) {
				Matcher calls = CALL.matcher(Files.readString(file));
				while (calls.find()) {
					commands.add(calls.group(1));
				}
			}
		}
		return commands;
	}

	private static int arity(RedisServer server, String command) {
		if (server.execute("COMMAND", "INFO", command) instanceof List<?> commands
				&& commands.get(0) instanceof List<?> facts) {
			return Math.abs(Integer.parseInt(String.valueOf(facts.get(1))));
		}
		throw new AssertionError("The server does not know " + command);
	}

	private static String reply(RedisConnection connection, String command) {
		String[] words = command.split(" ");
		byte[][] arguments = Stream.of(words)
			.skip(1)
			.map((word) -> word.getBytes(StandardCharsets.UTF_8))
			.toArray(byte[][]::new);
		try {
			return String.valueOf(connection.execute(words[0], arguments));
		}
		catch (RuntimeException ex) {
			return String.valueOf(NestedExceptionUtils.getMostSpecificCause(ex).getMessage());
		}
	}

	private static String sha256(String text) {
		try {
			return HexFormat.of()
				.formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
