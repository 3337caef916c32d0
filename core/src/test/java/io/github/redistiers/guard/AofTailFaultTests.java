package io.github.redistiers.guard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.github.redistiers.TierRole;
import io.github.redistiers.connection.RedisTier;
import io.github.redistiers.connection.TierNodes;
import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.RedisServerBuilder;
import io.github.redistiers.devservices.ReplicaPair;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.devservices.ServerPreset;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A store that was killed in the middle of a write is mended before its next restart
 * makes it worse.
 */
@EachServerGeneration
class AofTailFaultTests {

	private static final String ID = "store.aof-tail";

	private static final int KEYS = 50;

	private static final String TWO_CHANGES = "redis.call('INCR', KEYS[1]) redis.call('SET', KEYS[2], 'done')";

	private final ServerGeneration generation;

	AofTailFaultTests(ServerGeneration generation) {
		this.generation = generation;
	}

	@Test
	void losesAndDoublesNothingOnceTheRemedyIsFollowed() {
		try (Scene scene = scene((it) -> it); Guard guard = guard(scene.storeTier())) {
			RedisServer store = scene.store();
			use(store, guard);
			assertThat(look(guard).verdict()).isEqualTo(Verdict.OK);
			DataLostScene.age(store, DataLostScene.MARKER, Duration.ofHours(1));
			store.execute("EVAL", TWO_CHANGES, "2", "{a}count", "{a}mark:whole");
			store.execute("EVAL", TWO_CHANGES, "2", "{a}count", "{a}mark:torn");
			store.kill();
			tear(store, "{a}mark:torn");
			store.restart();
			assertThat(store.execute("GET", "{a}count")).isEqualTo("1");
			for (int i = 0; i < KEYS; i++) {
				assertThat(store.execute("SET", "key:" + i, "1")).isEqualTo("OK");
			}
			Finding finding = Awaitility.await().until(() -> look(guard), (it) -> it.verdict() == Verdict.WRONG);
			assertThat(finding.severity()).isEqualTo(Severity.WARNING);
			assertThat(finding.found()).startsWith("no rewrite of the AOF that is known of since the restart");
			GuardRemediesIntegrationTests.follow(scene, finding.remedy());
			assertThat(look(guard).verdict()).isEqualTo(Verdict.OK);
			store.kill();
			store.restart();
			for (int i = 0; i < KEYS; i++) {
				assertThat(store.execute("GET", "key:" + i)).isEqualTo("1");
			}
			assertThat(store.execute("GET", "{a}count")).isEqualTo("1");
			assertThat(store.execute("EXISTS", "{a}mark:torn")).isEqualTo(0L);
		}
	}

	@Test
	void tellsAnApplicationThatStartsAfterwards() {
		try (Scene scene = scene((it) -> it)) {
			try (Guard guard = guard(scene.storeTier())) {
				use(scene.store(), guard);
				DataLostScene.age(scene.store(), DataLostScene.MARKER, Duration.ofHours(1));
			}
			scene.store().kill();
			scene.store().restart();
			try (Guard guard = guard(scene.storeTier())) {
				assertThat(look(guard).verdict()).isEqualTo(Verdict.OK);
				Awaitility.await().until(() -> look(guard).verdict() == Verdict.WRONG);
			}
		}
	}

	@Test
	void isNotMendedByASettingThatComesTooLate() {
		try (Scene scene = scene((it) -> it); Guard guard = guard(scene.storeTier())) {
			restart(scene, guard);
			scene.store().execute("CONFIG", "SET", "aof-load-truncated", "no");
			assertThat(look(guard).verdict()).isEqualTo(Verdict.WRONG);
		}
	}

	@Test
	void saysOfASecondRestartThatItIsAnother() {
		try (Scene scene = scene((it) -> it); Guard guard = guard(scene.storeTier())) {
			restart(scene, guard);
			String needs = look(guard).needs();
			// the times of starts are whole seconds
			Awaitility.await()
				.until(() -> String.valueOf(scene.store().execute("INFO", "server")).contains("uptime_in_seconds:2"));
			assertThat(look(guard).needs()).isEqualTo(needs);
			scene.store().kill();
			scene.store().restart();
			Awaitility.await()
				.untilAsserted(() -> assertThat(look(guard)).returns(Verdict.WRONG, Finding::verdict)
					.satisfies((finding) -> assertThat(finding.needs()).isNotEqualTo(needs)));
		}
	}

	@Test
	void waitsForARewriteAndRemembersIt() {
		try (Scene scene = scene((it) -> it); Guard guard = guard(scene.storeTier())) {
			RedisServer store = scene.store();
			for (int i = 0; i < KEYS; i++) {
				store.execute("SET", "key:" + i, "1");
			}
			restart(scene, guard);
			// so that it takes a second
			store.execute("CONFIG", "SET", "rdb-key-save-delay", "20000");
			store.execute("BGREWRITEAOF");
			Finding underWay = look(guard);
			assertThat(underWay.verdict()).isEqualTo(Verdict.UNKNOWN);
			assertThat(underWay.why()).startsWith("The AOF is being rewritten");
			Awaitility.await().until(() -> look(guard).verdict() == Verdict.OK);
			// a later one that fails changes nothing of that
			store.execute("BGREWRITEAOF");
			ProcessHandle.of(store.pid()).orElseThrow().children().forEach(ProcessHandle::destroyForcibly);
			Awaitility.await()
				.until(() -> String.valueOf(store.execute("INFO", "persistence"))
					.contains("aof_last_bgrewrite_status:err"));
			assertThat(look(guard).verdict()).isEqualTo(Verdict.OK);
		}
	}

	/**
	 * Has a store be restarted by a crash, which a guard knows.
	 */
	private static void restart(Scene scene, Guard guard) {
		use(scene.store(), guard);
		DataLostScene.age(scene.store(), DataLostScene.MARKER, Duration.ofHours(1));
		scene.store().kill();
		scene.store().restart();
		Awaitility.await().until(() -> look(guard).verdict() == Verdict.WRONG);
	}

	@Test
	void saysNothingOfAServerThatWouldNotHaveStarted() {
		try (Scene scene = scene((it) -> it.setting("aof-load-truncated", "no"));
				Guard guard = guard(scene.storeTier())) {
			use(scene.store(), guard);
			DataLostScene.age(scene.store(), DataLostScene.MARKER, Duration.ofHours(1));
			scene.store().kill();
			scene.store().restart();
			awaitJudged(guard);
			assertThat(look(guard).verdict()).isEqualTo(Verdict.OK);
		}
	}

	@Test
	void saysNothingOfAReplicaThatWasPromoted() {
		try (ReplicaPair pair = ReplicaPair.start((it) -> it.generation(this.generation).preset(ServerPreset.STORE));
				Scene scene = scene((it) -> it)) {
			try (Guard guard = guard(scene.tier(TierRole.STORE, "127.0.0.1", pair.primary().port()))) {
				use(pair.primary(), guard);
				DataLostScene.age(pair.primary(), DataLostScene.MARKER, Duration.ofHours(1));
			}
			RedisServer replica = pair.replica();
			Awaitility.await().until(() -> replica.execute("GET", DataLostScene.MARKER) != null);
			Awaitility.await()
				.until(() -> String.valueOf(replica.execute("INFO", "persistence"))
					.contains("aof_rewrite_in_progress:0"));
			replica.makePrimary();
			try (Guard guard = guard(scene.tier(TierRole.STORE, "127.0.0.1", replica.port()))) {
				awaitJudged(guard);
				assertThat(look(guard).verdict()).isEqualTo(Verdict.OK);
			}
		}
	}

	/**
	 * A store that is killed has on disk what it has answered.
	 */
	private Scene scene(UnaryOperator<RedisServerBuilder> store) {
		return new Scene(this.generation, (it) -> it, (it) -> store.apply(it.setting("appendfsync", "always")));
	}

	private static Guard guard(RedisTier tier) {
		List<RedisTier> tiers = List.of(tier);
		ServerCheck dataLost = GuardChecks.dataLost("app:", tiers);
		return new Guard(tiers, List.of(dataLost, GuardChecks.aofTail(dataLost)), List.of(), GuardSettings.defaults(),
				TierNodes::of, Clock.systemUTC());
	}

	/**
	 * Has a guard give a new store its identity.
	 */
	private static void use(RedisServer store, Guard guard) {
		Awaitility.await().until(() -> {
			look(guard);
			return Long.valueOf(1).equals(store.execute("EXISTS", DataLostScene.MARKER));
		});
	}

	/**
	 * Waits until the store's identity was seen, which tells since when the data is
	 * there.
	 */
	private static void awaitJudged(Guard guard) {
		Awaitility.await()
			.until(() -> Scene.finding(guard.inspect(), DataLostScene.ID)
				.found()
				.equals("the data that was here before"));
	}

	private static Finding look(Guard guard) {
		return Scene.finding(guard.inspect(), ID);
	}

	/**
	 * Cuts the file off in the middle of the last change of a key, as a crash does.
	 */
	private static void tear(RedisServer server, String key) {
		try (Stream<Path> files = Files.walk(server.dataDirectory())) {
			Path file = files.filter((it) -> it.toString().endsWith(".incr.aof") || it.endsWith("appendonly.aof"))
				.filter(Files::isRegularFile)
				.findFirst()
				.orElseThrow();
			String content = Files.readString(file, StandardCharsets.ISO_8859_1);
			Files.writeString(file, content.substring(0, content.lastIndexOf(key) + 3), StandardCharsets.ISO_8859_1);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
