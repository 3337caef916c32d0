package io.github.redistiers.guard;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;

import io.github.redistiers.TierRole;
import io.github.redistiers.connection.RedisTier;
import io.github.redistiers.connection.TierNodes;
import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.ReplicaPair;
import io.github.redistiers.devservices.SentinelGroup;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.devservices.ServerPreset;
import io.lettuce.core.RedisCommandExecutionException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Conditions of real servers that show only over several looks, or between servers.
 */
@EachServerGeneration
class ConditionsIntegrationTests {

	private final ServerGeneration generation;

	ConditionsIntegrationTests(ServerGeneration generation) {
		this.generation = generation;
	}

	@ParameterizedTest
	@EnumSource
	void findsABigKeyAmongManyAndKeepsItsNameToItself(TierRole role) {
		String id = role.name().toLowerCase(Locale.ROOT) + ".big-keys";
		try (Scene scene = new Scene(this.generation, (it) -> it.setting("maxmemory", "512mb"), (it) -> it)) {
			RedisServer server = scene.server(role);
			for (int i = 0; i < 200; i++) {
				server.execute("SET", "key:" + i, "1");
			}
			server.execute("SETRANGE", "app:session:secret", String.valueOf(65 * 1024 * 1024), "x");
			try (Guard guard = Scene.guard(GuardSettings.defaults(), scene.tier(role))) {
				Finding finding = Awaitility.await()
					.until(() -> Scene.finding(guard.inspect(), id), (it) -> it.verdict() == Verdict.WRONG);
				assertThat(finding.toString()).doesNotContain("secret");
				assertThat(finding.found()).startsWith("app:session:… of ");
				// not found again only when its turn comes again
				assertThat(Scene.finding(guard.inspect(), id).found()).isEqualTo(finding.found());
				server.execute("UNLINK", "app:session:secret");
				assertThat(Scene.finding(guard.inspect(), id).verdict()).isEqualTo(Verdict.OK);
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "app:session:secret,app:session:…", "secret,a key", "a:b:c:d,a:b:c:…", "'',a key" })
	void tellsOnlyTheBeginningOfAKey(String key, String told) {
		assertThat(BigKeysCheck.beginning(key)).isEqualTo(told);
	}

	@Test
	void tellsThatAReplicaIsGone() {
		try (ReplicaPair pair = ReplicaPair.start((it) -> it.generation(this.generation).preset(ServerPreset.STORE));
				Scene scene = new Scene(this.generation);
				Guard guard = Scene.guard(GuardSettings.defaults(),
						scene.tier(TierRole.STORE, "127.0.0.1", pair.primary().port()))) {
			// the primary counts it once it has heard of it
			Awaitility.await()
				.until(() -> Scene.finding(guard.inspect(), "store.replicas"), (it) -> it.verdict() == Verdict.OK);
			pair.replica().kill();
			Finding gone = Awaitility.await()
				.until(() -> Scene.finding(guard.inspect(), "store.replicas"), (it) -> it.verdict() == Verdict.WRONG);
			assertThat(gone.found()).isEqualTo("1 of 1 replicas gone");
			pair.replica().restart();
			Awaitility.await()
				.atMost(Duration.ofSeconds(30))
				.until(() -> Scene.finding(guard.inspect(), "store.replicas").verdict() == Verdict.OK);
		}
	}

	/**
	 * What waits for it is in {@code used_memory}, and no server counts it against its
	 * limit.
	 */
	@Test
	void doesNotCallAStoreFullOfWhatAReplicaHasNotTakenYet() {
		try (ReplicaPair pair = ReplicaPair.start((it) -> it.generation(this.generation)
			.preset(ServerPreset.STORE)
			// which does count
			.setting("repl-backlog-size", "1mb"));
				Scene scene = new Scene(this.generation);
				Guard guard = Scene.guard(GuardSettings.defaults(),
						scene.tier(TierRole.STORE, "127.0.0.1", pair.primary().port()))) {
			RedisServer primary = pair.primary();
			pair.replica().pause();
			// more than the sockets take
			for (int i = 0; i < 1000 && WrongState.info(primary, "mem_not_counted_for_evict") < 16_000_000; i++) {
				primary.execute("SET", "key", "x".repeat(100_000));
			}
			// of one moment: what waits for the disk comes and goes
			ServerInfo info = ServerInfo.parse(String.valueOf(primary.execute("INFO")));
			long used = info.number("used_memory");
			long limit = (used - info.number("mem_not_counted_for_evict")) * 2;
			assertThat(limit).isLessThan(used);
			primary.execute("CONFIG", "SET", "maxmemory", String.valueOf(limit));
			for (int look = 0; look < 3; look++) {
				primary.execute("SET", "another", "1");
				Finding finding = Scene.finding(guard.inspect(), "store.headroom");
				assertThat(finding.verdict()).as(finding.toString()).isEqualTo(Verdict.OK);
			}
			primary.execute("CONFIG", "SET", "maxmemory", String.valueOf(limit / 4));
			assertThatExceptionOfType(RedisCommandExecutionException.class)
				.isThrownBy(() -> primary.execute("SET", "another", "1"))
				.withMessageStartingWith("OOM");
			assertThat(Scene.finding(guard.inspect(), "store.headroom").severity()).isEqualTo(Severity.ERROR);
			pair.replica().resume();
		}
	}

	@Test
	void waitsForTheFirstCopyOfAReplica() {
		try (Scene scene = new Scene(this.generation)) {
			RedisServer primary = scene.store();
			for (int i = 0; i < 200; i++) {
				primary.execute("SET", "key:" + i, "1");
			}
			// so that the snapshot takes some seconds
			primary.execute("CONFIG", "SET", "rdb-key-save-delay", "30000");
			RedisServer replica = scene.start((it) -> it.preset(ServerPreset.STORE));
			try (Guard guard = Scene.guard(GuardSettings.defaults(), scene.storeTier());
					Guard ofReplica = Scene.guard(GuardSettings.defaults(),
							scene.tier(TierRole.STORE, "127.0.0.1", replica.port()))) {
				assertThat(Scene.finding(guard.inspect(), "store.replicas").verdict()).isEqualTo(Verdict.OK);
				replica.execute("REPLICAOF", primary.host(), String.valueOf(primary.port()));
				Awaitility.await()
					.until(() -> String.valueOf(replica.execute("INFO", "replication"))
						.contains("master_sync_in_progress:1"));
				List<Verdict> onPrimary = new ArrayList<>();
				List<Verdict> onReplica = new ArrayList<>();
				Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
					onReplica.add(Scene.finding(ofReplica.inspect(), "store.replicas").verdict());
					onPrimary.add(Scene.finding(guard.inspect(), "store.replicas").verdict());
					return onPrimary.get(onPrimary.size() - 1) == Verdict.OK && onPrimary.contains(Verdict.UNKNOWN);
				});
				assertThat(onPrimary).doesNotContain(Verdict.WRONG);
				assertThat(onReplica).doesNotContain(Verdict.WRONG).contains(Verdict.UNKNOWN);
			}
		}
	}

	@Test
	void tellsThatAPromotedPrimaryHasNoReplicas() {
		MovableClock clock = new MovableClock();
		try (SentinelGroup group = SentinelGroup
			.start((it) -> it.generation(this.generation).preset(ServerPreset.STORE));
				Scene scene = new Scene(this.generation)) {
			RedisTier before = scene.tier(TierRole.STORE, "127.0.0.1", group.primary().port());
			RedisTier after = scene.tier(TierRole.STORE, "127.0.0.1", group.replica().port());
			// what Sentinel would say
			AtomicReference<RedisTier> primary = new AtomicReference<>(before);
			try (Guard guard = new Guard(List.of(before), List.of(new ReplicasCheck()), List.of(),
					GuardSettings.defaults(), (tier) -> TierNodes.of(primary.get()), clock)) {
				Awaitility.await()
					.until(() -> Scene.finding(guard.inspect(), "store.replicas").found().contains(" behind"));
				RedisServer failed = group.primary();
				group.failOver();
				primary.set(after);
				assertThat(Scene.finding(guard.inspect(), "store.replicas").verdict()).isEqualTo(Verdict.UNKNOWN);
				clock.pass(Duration.ofSeconds(30));
				assertThat(Scene.finding(guard.inspect(), "store.replicas").found()).isEqualTo("1 of 1 replicas gone");
				group.rejoin(failed);
				Awaitility.await()
					.atMost(Duration.ofSeconds(60))
					.until(() -> Scene.finding(guard.inspect(), "store.replicas").verdict() == Verdict.OK);
			}
		}
	}

	@Test
	void tellsThatAReplicaHangs() {
		try (ReplicaPair pair = ReplicaPair.start((it) -> it.generation(this.generation).preset(ServerPreset.STORE));
				Scene scene = new Scene(this.generation);
				Guard guard = Scene.guard(GuardSettings.defaults(),
						scene.tier(TierRole.STORE, "127.0.0.1", pair.primary().port()))) {
			pair.replica().pause();
			Finding behind = Awaitility.await()
				.atMost(Duration.ofSeconds(60))
				.until(() -> Scene.finding(guard.inspect(), "store.replicas"), (it) -> it.verdict() == Verdict.WRONG);
			assertThat(behind.found()).contains("127.0.0.1:" + pair.replica().port(), " behind");
			pair.replica().resume();
			Awaitility.await()
				.atMost(Duration.ofSeconds(30))
				.until(() -> Scene.finding(guard.inspect(), "store.replicas").verdict() == Verdict.OK);
		}
	}

	@Test
	void tellsThatAReplicaHasLostItsPrimary() {
		try (Scene scene = new Scene(this.generation)) {
			scene.store().makeReadOnly();
			assertThat(Scene.finding(scene.inspect(scene.storeTier()), "store.replicas").found())
				.isEqualTo("a replica without its primary");
		}
	}

	@Test
	void readsTheTimeOfTheLastBackupFromAKey() {
		try (Scene scene = new Scene(this.generation)) {
			ServerCheck check = GuardChecks.backupAge(Duration.ofHours(25), "backup:done");
			assertThat(backup(scene, check).found()).isEqualTo("no time of a backup in backup:done");
			scene.store().execute("SET", "backup:done", String.valueOf(Instant.now().getEpochSecond()));
			assertThat(backup(scene, check).verdict()).isEqualTo(Verdict.OK);
			scene.store()
				.execute("SET", "backup:done",
						String.valueOf(Instant.now().minus(Duration.ofHours(50)).getEpochSecond()) + "\n");
			assertThat(backup(scene, check).found()).isEqualTo("the last backup 2 days old");
			assertThat(backup(scene, check).remedy()).singleElement()
				.asString()
				.contains("SET backup:done $(date +%s)");
			for (String garbage : List.of("yesterday", "", "99999999999999999999", "9999999999999999")) {
				scene.store().execute("SET", "backup:done", garbage);
				assertThat(backup(scene, check).verdict()).as(garbage).isEqualTo(Verdict.UNKNOWN);
			}
			scene.store().execute("DEL", "backup:done");
			scene.store().execute("LPUSH", "backup:done", "1");
			assertThat(backup(scene, check).verdict()).isEqualTo(Verdict.UNKNOWN);
		}
	}

	@Test
	void tellsThatNoSnapshotWasMadeForLong() {
		try (Scene scene = new Scene(this.generation)) {
			ServerCheck check = GuardChecks.backupAge(Duration.ofMillis(1), null);
			assertThat(backup(scene, check).found()).isEqualTo("nothing has changed since the last snapshot");
			scene.store().execute("SET", "a", "1");
			Finding old = Awaitility.await().until(() -> backup(scene, check), (it) -> it.verdict() == Verdict.WRONG);
			GuardRemediesIntegrationTests.follow(scene, old.remedy());
			assertThat(backup(scene, check).verdict()).isEqualTo(Verdict.OK);
		}
	}

	@Test
	void findsThatCacheAndStoreShareADirectory() {
		try (Scene scene = new Scene(this.generation)) {
			scene.store().execute("SET", "a", "1");
			RedisServer cache = scene
				.start((it) -> it.preset(ServerPreset.CACHE).setting("dir", scene.store().dataDirectory().toString()));
			RedisTier cacheTier = scene.tier(TierRole.CACHE, "127.0.0.1", cache.port());
			Finding finding = Scene.finding(scene.inspect(cacheTier, scene.storeTier()), "tiers.same-directory");
			assertThat(finding.verdict()).isEqualTo(Verdict.WRONG);
			assertThat(finding.severity()).isEqualTo(Severity.WARNING);
			assertThat(finding.remedy().get(1)).startsWith("End the cache at redis://127.0.0.1:" + cache.port());
			cache.kill();
			RedisServer own = scene.start((it) -> it.preset(ServerPreset.CACHE));
			GuardRemediesIntegrationTests.follow(scene, finding.remedy());
			assertThat(Scene
				.finding(scene.inspect(scene.tier(TierRole.CACHE, "127.0.0.1", own.port()), scene.storeTier()),
						"tiers.same-directory")
				.verdict()).isEqualTo(Verdict.OK);
			scene.store().restart();
			assertThat(scene.store().execute("GET", "a")).isEqualTo("1");
		}
	}

	@Test
	void acceptsOneDirectoryWithFilesOfDifferentNames() {
		try (Scene scene = new Scene(this.generation)) {
			RedisServer cache = scene.start((it) -> it.preset(ServerPreset.CACHE)
				.setting("dbfilename", "cache.rdb")
				.setting("dir", scene.store().dataDirectory().toString()));
			RedisTier cacheTier = scene.tier(TierRole.CACHE, "127.0.0.1", cache.port());
			assertThat(Scene.finding(scene.inspect(cacheTier, scene.storeTier()), "tiers.same-directory").verdict())
				.isEqualTo(Verdict.OK);
		}
	}

	@Test
	void findsThatTwoServersOfAStoreShareADirectory() {
		try (Scene scene = new Scene(this.generation)) {
			RedisServer second = scene
				.start((it) -> it.preset(ServerPreset.STORE).setting("dir", scene.store().dataDirectory().toString()));
			RedisTier store = scene.storeTier();
			RedisTier other = scene.tier(TierRole.STORE, "127.0.0.1", second.port());
			try (Guard guard = new Guard(List.of(store), List.of(new StoreDirectoryCheck()), List.of(),
					GuardSettings.defaults(), (tier) -> List.of(TierNodes.of(store).get(0), TierNodes.of(other).get(0)),
					Clock.systemUTC())) {
				assertThat(guard.inspect().findings()).hasSize(2)
					.allSatisfy((finding) -> assertThat(finding.verdict()).isEqualTo(Verdict.WRONG));
			}
		}
	}

	private static Finding backup(Scene scene, ServerCheck check) {
		return ServerChecksIntegrationTests.inspect(scene.storeTier(), check).findings().get(0);
	}

}
