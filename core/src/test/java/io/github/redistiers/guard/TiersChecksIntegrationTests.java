package io.github.redistiers.guard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

import io.github.redistiers.TierRole;
import io.github.redistiers.connection.RedisTier;
import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.ServerGeneration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

import org.springframework.data.redis.connection.RedisStandaloneConfiguration;

/**
 * Every relation that two tiers must not have, on real servers.
 */
@EachServerGeneration
class TiersChecksIntegrationTests {

	private static final String[] WITHOUT_INFO = { "resetchannels", "&*", "~*", "+@all", "-@admin", "-@dangerous" };

	private final ServerGeneration generation;

	TiersChecksIntegrationTests(ServerGeneration generation) {
		this.generation = generation;
	}

	@ParameterizedTest
	@ValueSource(strings = { "127.0.0.1", "localhost" })
	void recognisesOneServerUnderAnotherName(String host) {
		try (Scene scene = new Scene(this.generation)) {
			GuardReport report = scene.inspect(scene.tier(TierRole.CACHE, host, scene.store().port()),
					scene.storeTier());
			Finding finding = Scene.finding(report, "tiers.same-server");
			assertThat(finding.verdict()).isEqualTo(Verdict.WRONG);
			assertThat(finding.severity()).isEqualTo(Severity.ERROR);
			assertThat(finding.stopsStart()).isTrue();
			assertThat(Scene.finding(report, "tiers.replicated").verdict()).isEqualTo(Verdict.OK);
		}
	}

	@Test
	void recognisesOneServerBehindADatabaseNumber() {
		try (Scene scene = new Scene(this.generation)) {
			RedisStandaloneConfiguration database = new RedisStandaloneConfiguration("127.0.0.1", scene.store().port());
			database.setDatabase(5);
			GuardReport report = scene.inspect(scene.tier(TierRole.CACHE, database), scene.storeTier());
			assertThat(Scene.finding(report, "tiers.same-server").verdict()).isEqualTo(Verdict.WRONG);
		}
	}

	@Test
	void recognisesOneServerBehindAForwarder() throws IOException {
		try (Scene scene = new Scene(this.generation); Forwarder forwarder = new Forwarder(scene.store().port())) {
			GuardReport report = scene.inspect(scene.tier(TierRole.CACHE, "127.0.0.1", forwarder.port()),
					scene.storeTier());
			assertThat(Scene.finding(report, "tiers.same-server").verdict()).isEqualTo(Verdict.WRONG);
		}
	}

	@Test
	void recognisesOneServerThatRefusesInfo() {
		try (Scene scene = new Scene(this.generation, (it) -> it, (it) -> it.user("quiet", "secret", WITHOUT_INFO))) {
			RedisTier cache = scene.tier(TierRole.CACHE, "localhost", scene.store().port(), "quiet", "secret");
			RedisTier store = scene.tier(TierRole.STORE, "127.0.0.1", scene.store().port(), "quiet", "secret");
			assertThat(Scene.finding(scene.inspect(cache, store), "tiers.same-server").verdict())
				.isEqualTo(Verdict.WRONG);
			assertThat(Scene.finding(scene.inspect(cache, scene.storeTier()), "tiers.same-server").verdict())
				.isEqualTo(Verdict.WRONG);
		}
	}

	@Test
	void tellsTwoServersApartThatRefuseInfo() {
		try (Scene scene = new Scene(this.generation, (it) -> it.user("quiet", "secret", WITHOUT_INFO),
				(it) -> it.user("quiet", "secret", WITHOUT_INFO))) {
			RedisTier cache = scene.tier(TierRole.CACHE, "127.0.0.1", scene.cache().port(), "quiet", "secret");
			RedisTier store = scene.tier(TierRole.STORE, "127.0.0.1", scene.store().port(), "quiet", "secret");
			assertThat(Scene.finding(scene.inspect(cache, store), "tiers.same-server").verdict()).isEqualTo(Verdict.OK);
			assertThat(Scene.finding(scene.inspect(cache, store), "tiers.replicated").verdict())
				.isEqualTo(Verdict.UNKNOWN);
		}
	}

	@Test
	void doesNotKnowWhereNeitherWayIsAllowed() {
		String[] rules = { "-@all", "+ping", "+@connection" };
		try (Scene scene = new Scene(this.generation, (it) -> it.user("mute", "secret", rules),
				(it) -> it.user("mute", "secret", rules))) {
			RedisTier cache = scene.tier(TierRole.CACHE, "127.0.0.1", scene.cache().port(), "mute", "secret");
			RedisTier store = scene.tier(TierRole.STORE, "127.0.0.1", scene.store().port(), "mute", "secret");
			Finding finding = Scene.finding(scene.inspect(cache, store), "tiers.same-server");
			assertThat(finding.verdict()).isEqualTo(Verdict.UNKNOWN);
			assertThat(finding.remedy()).anyMatch((line) -> line.contains(" +info"));
		}
	}

	@Test
	void recognisesSiblingsAndChains() {
		try (Scene scene = new Scene(this.generation)) {
			RedisServer origin = scene.start((it) -> it);
			scene.cache().execute("REPLICAOF", "127.0.0.1", String.valueOf(origin.port()));
			scene.store().execute("REPLICAOF", "127.0.0.1", String.valueOf(origin.port()));
			awaitLink(scene.cache());
			awaitLink(scene.store());
			Finding siblings = Scene.finding(scene.inspect(), "tiers.replicated");
			assertThat(siblings.verdict()).isEqualTo(Verdict.WRONG);
			assertThat(siblings.found()).isEqualTo("replicas of one primary");
			RedisServer between = scene.start((it) -> it);
			between.execute("REPLICAOF", "127.0.0.1", String.valueOf(scene.store().port()));
			awaitLink(between);
			scene.cache().execute("REPLICAOF", "127.0.0.1", String.valueOf(between.port()));
			awaitLink(scene.cache());
			assertThat(Scene.finding(scene.inspect(), "tiers.replicated").verdict()).isEqualTo(Verdict.WRONG);
		}
	}

	@Test
	void acceptsACopyThatWasRestoredFromTheOthersBackup(@TempDir Path folder) throws IOException {
		try (Scene scene = new Scene(this.generation)) {
			scene.store().execute("SET", "a", "1");
			scene.store().execute("SAVE");
			Files.copy(scene.store().dataDirectory().resolve("dump.rdb"), folder.resolve("dump.rdb"),
					StandardCopyOption.REPLACE_EXISTING);
			RedisServer copy = scene.start((it) -> it.dataDirectory(folder));
			assertThat(copy.execute("GET", "a")).isEqualTo("1");
			GuardReport report = scene.inspect(scene.tier(TierRole.CACHE, "127.0.0.1", copy.port()), scene.storeTier());
			assertThat(Scene.finding(report, "tiers.replicated").verdict()).isEqualTo(Verdict.OK);
		}
	}

	@Test
	void recognisesNodesOfOneCluster() {
		try (Scene scene = new Scene(this.generation)) {
			RedisServer one = scene.start((it) -> it.setting("cluster-enabled", "yes"));
			RedisServer other = scene.start((it) -> it.setting("cluster-enabled", "yes"));
			RedisTier cache = scene.tier(TierRole.CACHE, "127.0.0.1", one.port());
			RedisTier store = scene.tier(TierRole.STORE, "127.0.0.1", other.port());
			assertThat(Scene.finding(scene.inspect(cache, store), "tiers.replicated").verdict()).isEqualTo(Verdict.OK);
			one.execute("CLUSTER", "MEET", "127.0.0.1", String.valueOf(other.port()));
			Awaitility.await()
				.until(() -> String.valueOf(one.execute("CLUSTER", "NODES"))
					.contains(String.valueOf(other.execute("CLUSTER", "MYID"))));
			Finding finding = Scene.finding(scene.inspect(cache, store), "tiers.replicated");
			assertThat(finding.verdict()).isEqualTo(Verdict.WRONG);
			assertThat(finding.found()).isEqualTo("nodes of one cluster");
		}
	}

	private static void awaitLink(RedisServer replica) {
		Awaitility.await().until(() -> String.valueOf(replica.execute("INFO")).contains("master_link_status:up"));
	}

}
