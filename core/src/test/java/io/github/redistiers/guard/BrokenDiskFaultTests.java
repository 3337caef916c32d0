package io.github.redistiers.guard;

import java.time.Duration;
import java.util.function.UnaryOperator;

import io.github.redistiers.connection.RedisTier;
import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServerBuilder;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.devservices.SmallDisk;
import io.github.redistiers.devservices.UnreliableDisk;
import io.lettuce.core.RedisCommandExecutionException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * A store whose disk is full, and one whose disk is broken. The guard says which write
 * failed, its remedy mends it, and what was acknowledged before is there after a restart.
 */
@Tag("machine")
@EachServerGeneration
class BrokenDiskFaultTests {

	private static final String ID = "store.persistence-health";

	private static final String BIG = "x".repeat(20_000);

	private final ServerGeneration generation;

	BrokenDiskFaultTests(ServerGeneration generation) {
		this.generation = generation;
	}

	@Test
	void saysThatTheAofCouldNotBeWritten() {
		try (SmallDisk disk = SmallDisk.mount(8); Scene scene = scene((it) -> it.dataDirectory(disk.path()))) {
			scene.store().execute("SET", "before", "1");
			RedisTier store = scene.storeTier();
			disk.fill();
			awaitRefusal(scene, "No space left on device");
			assertThatExceptionOfType(DataAccessException.class)
				.isThrownBy(() -> new StringRedisTemplate(store.connectionFactory()).opsForValue().set("a", "1"))
				.satisfies((ex) -> assertThat(ex.getMostSpecificCause()).hasMessageStartingWith("MISCONF"));
			Finding finding = finding(scene, store, Severity.ERROR);
			assertThat(finding.found()).isEqualTo("aof_last_write_status:err");
			assertThat(finding.why()).contains("MISCONF");
			disk.free();
			assertMended(scene, store, finding);
		}
	}

	@Test
	void saysThatTheAofCouldNotBeRewritten() {
		try (SmallDisk disk = SmallDisk.mount(8); Scene scene = scene((it) -> it.dataDirectory(disk.path()))) {
			scene.store().execute("SET", "before", "1");
			RedisTier store = scene.storeTier();
			disk.fill();
			tryToRewrite(scene);
			awaitStatus(scene, "aof_last_bgrewrite_status:err");
			Finding finding = finding(scene, store, Severity.WARNING);
			assertThat(finding.found()).isEqualTo("aof_last_bgrewrite_status:err");
			assertThat(finding.why()).startsWith("Writes are kept");
			disk.free();
			assertMended(scene, store, finding);
		}
	}

	/**
	 * Nothing is in the file before, and so nothing is kept.
	 */
	@Test
	void saysThatTheFirstAofCouldNotBeWritten() {
		try (SmallDisk disk = SmallDisk.mount(8);
				Scene scene = scene((it) -> it.dataDirectory(disk.path()).setting("appendonly", "no"))) {
			scene.store().execute("SET", "before", "1");
			RedisTier store = scene.storeTier();
			disk.fill();
			scene.store().execute("CONFIG", "SET", "appendonly", "yes");
			awaitStatus(scene, "aof_last_bgrewrite_status:err");
			Finding finding = finding(scene, store, Severity.ERROR);
			assertThat(finding.found()).contains("aof_last_bgrewrite_status:err");
			assertThat(finding.why()).startsWith("What was written since may not be on the disk");
			// with such a file it would not end by itself
			scene.store().kill();
		}
	}

	@Test
	void saysThatTheAofCouldNotBeSynced() {
		try (UnreliableDisk disk = UnreliableDisk.create(); Scene scene = scene((it) -> it.disk(disk))) {
			scene.store().execute("SET", "before", "1");
			RedisTier store = scene.storeTier();
			disk.failSyncs();
			awaitRefusal(scene, "Input/output error");
			Finding finding = finding(scene, store, Severity.ERROR);
			assertThat(finding.found()).startsWith("aof_last_write_status:err");
			disk.repair();
			assertMended(scene, store, finding);
		}
	}

	@Test
	void saysThatTheDiskDoesNotKeepUp() {
		try (UnreliableDisk disk = UnreliableDisk.create();
				Scene scene = scene((it) -> it.disk(disk));
				Guard guard = Scene.guard(GuardSettings.defaults(), scene.storeTier())) {
			scene.store().execute("SET", "before", "1");
			assertThat(Scene.finding(guard.inspect(), "store.fsync-lag").verdict()).isEqualTo(Verdict.OK);
			disk.delaySyncs(Duration.ofSeconds(4));
			Finding finding = Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
				scene.store().execute("INCR", "counter");
				return Scene.finding(guard.inspect(), "store.fsync-lag");
			}, (it) -> it.verdict() == Verdict.WRONG);
			assertThat(finding.severity()).isEqualTo(Severity.WARNING);
			GuardRemediesIntegrationTests.follow(scene, finding.remedy());
			disk.repair();
		}
	}

	private Scene scene(UnaryOperator<RedisServerBuilder> store) {
		return new Scene(this.generation, UnaryOperator.identity(), store);
	}

	private static Finding finding(Scene scene, RedisTier store, Severity severity) {
		try (Guard guard = Scene.guard(GuardSettings.defaults(), scene.cacheTier(), store)) {
			// no reason to keep anybody from starting in the middle of an incident
			guard.admit();
			Finding finding = Scene.finding(guard.report(), ID);
			assertThat(finding.verdict()).isEqualTo(Verdict.WRONG);
			assertThat(finding.severity()).isEqualTo(severity);
			return finding;
		}
	}

	private static void assertMended(Scene scene, RedisTier store, Finding finding) {
		GuardRemediesIntegrationTests.follow(scene, finding.remedy());
		assertThat(Scene.finding(scene.inspect(store), ID).verdict()).isEqualTo(Verdict.OK);
		scene.store().execute("SET", "after", "1");
		scene.store().restart();
		assertThat(scene.store().execute("GET", "before")).isEqualTo("1");
		assertThat(scene.store().execute("GET", "after")).isEqualTo("1");
		assertThat(Scene.finding(scene.inspect(store), ID).verdict()).isEqualTo(Verdict.OK);
	}

	private static void awaitRefusal(Scene scene, String reason) {
		Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
			assertThatExceptionOfType(RedisCommandExecutionException.class)
				.isThrownBy(() -> scene.store().execute("SET", "big", BIG))
				.withMessageStartingWith("MISCONF")
				.withMessageContaining(reason);
		});
	}

	private static void tryToRewrite(Scene scene) {
		try {
			scene.store().execute("BGREWRITEAOF");
		}
		catch (RedisCommandExecutionException ex) {
			// since 7.0, where it is noticed before the fork
			assertThat(ex).hasMessageContaining("Can't execute an AOF background rewriting");
		}
	}

	private static void awaitStatus(Scene scene, String status) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.until(() -> String.valueOf(scene.store().execute("INFO")).contains(status));
	}

}
