package io.github.redistiers.guard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.redistiers.TierRole;
import io.github.redistiers.connection.RedisTier;
import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.devservices.ServerPreset;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Does what the remedies say, word for word and in their order, and finds the data
 * unharmed and the finding gone - also after a restart.
 */
@EachServerGeneration
class GuardRemediesIntegrationTests {

	private static final Pattern COMMAND = Pattern
		.compile("redis-cli -h (?<host>\\S+) -p (?<port>\\d+) (?<command>.*?)( {4}\\((?<note>.*)\\))?");

	private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");

	private static final Pattern CONFIGURATION_LINE = Pattern.compile("and in redis\\.conf: ([^…]*)");

	private static final Pattern REPEAT = Pattern.compile("repeat until it shows (.*)");

	private final ServerGeneration generation;

	GuardRemediesIntegrationTests(ServerGeneration generation) {
		this.generation = generation;
	}

	@ParameterizedTest
	@EnumSource
	void mendsTheServerAndHarmsNoData(WrongState state) throws IOException {
		try (Scene scene = state.begin(this.generation)) {
			Finding before = Scene.finding(scene.inspect(scene.tier(state.role())), state.id());
			RedisServer server = scene.at(Integer.parseInt(before.servers().get(0).replaceAll(".*:", "")));
			prepareTheDiskAsTheRemedySays(state, server);
			follow(scene, before.remedy());
			if (state.id().endsWith(".slow-scripts")) {
				// what is older than ten minutes counts no more
				server.execute("SLOWLOG", "RESET");
			}
			assertGone(scene, state);
			WrongState.assertUnharmed(server);
			if (state.id().startsWith("store") && isLasting(before.remedy())) {
				server.restart();
				WrongState.assertUnharmed(server);
				assertGone(scene, state);
			}
			else if (isLasting(before.remedy())) {
				server.restart();
				assertGone(scene, state);
			}
		}
	}

	@Test
	void switchesTheAofOnWhereThereIsNoConfigurationFileToRewrite() {
		InspectedServer server = new FakeServer("redis://store-host:6380", "aof_enabled:0\nconfig_file:\n");
		assertThat(new AofCheck().judge(server).remedy()).noneMatch((line) -> line.endsWith(" CONFIG REWRITE"))
			.last()
			.asString()
			.contains("no configuration file", "--appendonly yes");
	}

	/**
	 * As long as a snapshot is being written, the server puts a rewrite off and shows
	 * none in progress; whoever went on then would restart it with an empty file.
	 */
	@Test
	void waitsForARewriteThatASnapshotPutsOff() throws Exception {
		try (Scene scene = new Scene(this.generation, UnaryOperator.identity(),
				(it) -> it.setting("appendonly", "no"))) {
			RedisServer server = scene.store();
			WrongState.write(server);
			try (LongSnapshot snapshot = LongSnapshot.of(server)) {
				List<String> remedy = Scene.finding(scene.inspect(scene.storeTier()), "store.aof").remedy();
				follow(scene, remedy.subList(0, 2));
				List<String> wait = Scene.finding(scene.inspect(scene.storeTier()), "store.aof-rewrite").remedy();
				assertThat(WrongState.info(server, "aof_rewrite_scheduled")).isEqualTo(1);
				assertThat(goesOnAfter(scene, remedy.get(2))).as(remedy.get(2)).isFalse();
				assertThat(goesOnAfter(scene, wait.get(1))).as(wait.get(1)).isFalse();
				snapshot.end();
				follow(scene, wait);
				follow(scene, remedy.subList(2, remedy.size()));
			}
			server.restart();
			WrongState.assertUnharmed(server);
		}
	}

	@Test
	void letsTheServerRefuseWhoeverHasNoPassword() {
		try (Scene scene = new Scene(this.generation)) {
			scene.store().execute("SET", "a", "1");
			AuthenticationCheck check = new AuthenticationCheck(TierRole.STORE, (address) -> false);
			Finding before = ServerChecksIntegrationTests.inspect(scene.storeTier(), check).findings().get(0);
			follow(scene, before.remedy().subList(0, 1));
			RedisTier withUser = scene.tier(TierRole.STORE, "127.0.0.1", scene.store().port(), "app",
					"CHOOSE-A-PASSWORD");
			assertThat(scene.inspect(withUser).complete()).isTrue();
			follow(scene, before.remedy());
			assertThat(ServerChecksIntegrationTests.inspect(withUser, check).findings().get(0).verdict())
				.isEqualTo(Verdict.OK);
			assertThat(scene.inspect(scene.storeTier()).complete()).isFalse();
			assertThat(scene.store().execute("GET", "a")).isEqualTo("1");
		}
	}

	@ParameterizedTest
	@EnumSource
	void partsTiersThatReplicateEachOther(TierRole origin) {
		try (Scene scene = new Scene(this.generation)) {
			RedisServer primary = (origin == TierRole.CACHE) ? scene.cache() : scene.store();
			RedisServer replica = (origin == TierRole.CACHE) ? scene.store() : scene.cache();
			primary.execute("SET", "a", "1");
			replica.execute("REPLICAOF", "127.0.0.1", String.valueOf(primary.port()));
			Awaitility.await().until(() -> "1".equals(replica.execute("GET", "a")));
			Finding before = Scene.finding(scene.inspect(), "tiers.replicated");
			assertThat(before.verdict()).isEqualTo(Verdict.WRONG);
			follow(scene, before.remedy());
			assertThat(Scene.finding(scene.inspect(), "tiers.replicated").verdict()).isEqualTo(Verdict.OK);
			assertThat(Scene.finding(scene.inspect(), "store.primary").verdict()).isEqualTo(Verdict.OK);
			assertThat(primary.execute("GET", "a")).isEqualTo("1");
			assertThat(replica.execute("GET", "a")).isEqualTo("1");
		}
	}

	@Test
	void partsTiersOnOneServer() {
		try (Scene scene = new Scene(this.generation)) {
			scene.store().execute("SET", "a", "1");
			RedisTier cache = scene.tier(TierRole.CACHE, "127.0.0.1", scene.store().port());
			Finding before = Scene.finding(scene.inspect(cache, scene.storeTier()), "tiers.same-server");
			assertThat(before.remedy()).singleElement()
				.asString()
				.contains("docs/servers/cache.conf", "redis-tiers.cache.url");
			RedisServer second = scene.start((it) -> it.preset(ServerPreset.CACHE));
			GuardReport after = scene.inspect(scene.tier(TierRole.CACHE, "127.0.0.1", second.port()),
					scene.storeTier());
			assertThat(Scene.finding(after, "tiers.same-server").verdict()).isEqualTo(Verdict.OK);
			assertThat(after.refusals()).isEmpty();
			assertThat(scene.store().execute("GET", "a")).isEqualTo("1");
		}
	}

	static void follow(Scene scene, List<String> remedy) {
		for (String line : remedy) {
			Matcher matcher = COMMAND.matcher(line);
			if (matcher.matches()) {
				RedisServer server = scene.at(Integer.parseInt(matcher.group("port")));
				String note = (matcher.group("note") != null) ? matcher.group("note") : "";
				carryOut(server, words(matcher.group("command")), note);
			}
			else {
				assertThat(line).doesNotStartWith("redis-cli");
			}
		}
	}

	private static void carryOut(RedisServer server, String[] command, String note) {
		Matcher repeat = REPEAT.matcher(note);
		if (repeat.matches()) {
			Awaitility.await()
				.atMost(Duration.ofSeconds(30))
				.until(() -> String.valueOf(server.execute(command)), (reply) -> shows(reply, repeat.group(1)));
			return;
		}
		server.execute(command);
		Matcher line = CONFIGURATION_LINE.matcher(note);
		if (line.matches()) {
			append(server, line.group(1));
		}
	}

	private static boolean shows(String reply, String words) {
		return Stream.of(words.split(" and ")).allMatch(reply::contains);
	}

	/**
	 * Whether somebody who repeats a line's command would go on now.
	 */
	private static boolean goesOnAfter(Scene scene, String line) {
		Matcher command = COMMAND.matcher(line);
		assertThat(command.matches()).as(line).isTrue();
		Matcher repeat = REPEAT.matcher(String.valueOf(command.group("note")));
		assertThat(repeat.matches()).as(line).isTrue();
		RedisServer server = scene.at(Integer.parseInt(command.group("port")));
		return shows(String.valueOf(server.execute(words(command.group("command")))), repeat.group(1));
	}

	private static void append(RedisServer server, String line) {
		Path file = server.dataDirectory().resolve("redis.conf");
		try {
			Files.writeString(file, "\n" + line + "\n", StandardOpenOption.APPEND);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String[] words(String command) {
		List<String> words = new ArrayList<>();
		Matcher matcher = WORD.matcher(command);
		while (matcher.find()) {
			words.add((matcher.group(1) != null) ? matcher.group(1)
					: (matcher.group(2) != null) ? matcher.group(2) : matcher.group(3));
		}
		return words.toArray(String[]::new);
	}

	private static void prepareTheDiskAsTheRemedySays(WrongState state, RedisServer server) throws IOException {
		if (state == WrongState.STORE_COULD_NOT_SAVE) {
			Files.delete(server.dataDirectory().resolve("dump.rdb/in-the-way"));
			Files.delete(server.dataDirectory().resolve("dump.rdb"));
		}
		if (state == WrongState.STORE_STILL_WRITES_ITS_FIRST_AOF) {
			assertThat(WrongState.info(server, "aof_rewrite_in_progress")).isEqualTo(1);
		}
	}

	private static boolean isLasting(List<String> remedy) {
		return remedy.stream()
			.anyMatch((line) -> line.contains("and in redis.conf: ") || line.contains("CONFIG REWRITE"));
	}

	private static void assertGone(Scene scene, WrongState state) {
		Finding after = Scene.finding(scene.inspect(scene.tier(state.role())), state.id());
		assertThat(after.verdict()).as(after.toString()).isEqualTo(Verdict.OK);
	}

}
