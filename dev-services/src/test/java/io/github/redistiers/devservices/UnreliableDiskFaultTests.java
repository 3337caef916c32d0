package io.github.redistiers.devservices;

import java.time.Duration;

import io.lettuce.core.RedisException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

@Tag("machine")
@Timeout(120)
@EachServerGeneration
class UnreliableDiskFaultTests {

	private final UnreliableDisk disk = UnreliableDisk.create();

	private final ServerGeneration generation;

	private RedisServer store;

	UnreliableDiskFaultTests(ServerGeneration generation) {
		this.generation = generation;
	}

	@BeforeEach
	void start() {
		this.store = RedisServer.builder()
			.generation(this.generation)
			.preset(ServerPreset.STORE)
			.setting("appendfsync", "always")
			.disk(this.disk)
			.start();
	}

	@AfterEach
	void stop() {
		this.store.close();
		this.disk.close();
	}

	@Test
	void keepsWhatWasSyncedAndLosesTheRestWithItsPower() {
		for (int round = 1; round <= 3; round++) {
			this.store.execute("CONFIG", "SET", "appendfsync", "always");
			this.store.execute("INCR", "synced");
			this.store.execute("CONFIG", "SET", "appendfsync", "no");
			this.store.execute("INCR", "unsynced");
			assertThat(this.disk.cutPower(this.store)).isPositive();
			this.store.restart();
			assertThat(this.store.execute("GET", "synced")).isEqualTo(String.valueOf(round));
			assertThat(this.store.execute("GET", "unsynced")).isNull();
		}
	}

	@Test
	void keepsALogThatWasRewritten() {
		this.store.execute("SET", "before", "1");
		this.store.execute("BGREWRITEAOF");
		await().until(() -> info().contains("aof_rewrite_in_progress:0") && info().contains("aof_rewrite_scheduled:0"));
		this.store.execute("SET", "after", "1");
		assertThat(this.disk.cutPower(this.store)).isZero();
		this.store.restart();
		assertThat(this.store.execute("GET", "before")).isEqualTo("1");
		assertThat(this.store.execute("GET", "after")).isEqualTo("1");
	}

	@Test
	void takesItsTime() {
		Duration delay = Duration.ofMillis(200);
		this.disk.delaySyncs(delay);
		long begun = System.nanoTime();
		this.store.execute("SET", "a", "1");
		assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(delay);
		this.disk.delaySyncs(Duration.ZERO);
		this.store.execute("SET", "a", "2");
		assertThat(this.store.execute("GET", "a")).isEqualTo("2");
	}

	@Test
	void endsAServerThatSyncsAlwaysWhenItBreaks() {
		this.store.execute("SET", "a", "1");
		this.disk.failSyncs();
		assertThatExceptionOfType(RedisException.class).isThrownBy(() -> this.store.execute("SET", "b", "1"));
		await().until(() -> !this.store.isRunning());
		this.disk.repair();
		this.store.restart();
		assertThat(this.store.execute("GET", "a")).isEqualTo("1");
		assertThat(this.store.execute("SET", "b", "2")).isEqualTo("OK");
	}

	@Test
	void letsAServerRefuseWritesThatSyncsEverySecondWhenItBreaks() {
		this.store.execute("CONFIG", "SET", "appendfsync", "everysec");
		this.disk.failSyncs();
		await().untilAsserted(() -> assertThatExceptionOfType(RedisException.class)
			.isThrownBy(() -> this.store.execute("SET", "a", "1"))
			.withMessageStartingWith("MISCONF")
			.withMessageContaining("Input/output error"));
		assertThat(this.store.isRunning()).isTrue();
	}

	private String info() {
		return String.valueOf(this.store.execute("INFO", "persistence"));
	}

}
