package io.github.redistiers.test.contract;

import java.time.Duration;
import java.util.List;

import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.SmallDisk;
import io.github.redistiers.devservices.UnreliableDisk;
import io.github.redistiers.store.OutcomeUnknownException;
import io.github.redistiers.store.StoreNotPersistingException;
import io.github.redistiers.store.StoreUnavailableException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What structures keep, and what they say, while their server's disk is slow, full or
 * broken. Nothing is ever done twice.
 *
 * @since 0.1.0
 */
@Tag("machine")
public abstract class DiskFaults extends StructureFaults {

	private static final int ROOM = 48;

	private static final Duration TWO_SECONDS = Duration.ofSeconds(2);

	@Test
	void waitsForASlowDiskAndLosesNothingWhenEachWriteIsSynced() {
		try (SmallDisk memory = SmallDisk.mount(ROOM);
				UnreliableDisk disk = UnreliableDisk.create();
				RedisServer server = store("always").dataDirectory(memory.path()).disk(disk).start();
				TestedStore store = TestedStore.on(server);
				Loads loads = loads("slow disk, always", store)) {
			disk.delaySyncs(Duration.ofMillis(20));
			loads.run();
			loads.awaitAcknowledged(20);
			loads.pause();
			loads.checkFailures(List.of());
			disk.cutPower(server);
			disk.delaySyncs(Duration.ZERO);
			server.restart();
			loads.check(Loss.NONE);
		}
	}

	@Test
	void losesTwoSecondsAtMostWhenItIsKilledOnASlowDisk() {
		try (SmallDisk memory = SmallDisk.mount(ROOM);
				UnreliableDisk disk = UnreliableDisk.create();
				RedisServer server = store("everysec").dataDirectory(memory.path()).disk(disk).start();
				TestedStore store = TestedStore.on(server);
				Loads loads = loads("kill -9 on a slow disk, everysec", store)) {
			disk.delaySyncs(Duration.ofMillis(1800));
			loads.run();
			// a write is put off while a sync is under way
			Awaitility.await().until(() -> info(server).contains("aof_pending_bio_fsync:1"));
			loads.awaitTime(TWO_SECONDS);
			loads.checkFailures(List.of());
			Loss loss = Loss.ofTheLast(TWO_SECONDS);
			server.kill();
			disk.delaySyncs(Duration.ZERO);
			server.restart();
			loss = loss.untilNow();
			loads.awaitAcknowledged(5);
			loads.pause();
			loads.check(loss);
		}
	}

	@Test
	void saysThatTheDiskIsFullAndGoesOnWhenThereIsRoom() {
		try (SmallDisk memory = SmallDisk.mount(ROOM);
				RedisServer server = store("everysec").dataDirectory(memory.path()).start();
				TestedStore store = TestedStore.on(server);
				Loads loads = loads("full disk, everysec", store)) {
			loads.run();
			loads.awaitAcknowledged(20);
			memory.fill();
			loads.awaitFailures(StoreNotPersistingException.class, 10);
			memory.free();
			goOnAndRestart(server, loads);
		}
	}

	@Test
	void losesNothingWhenAFullDiskEndsTheServer() {
		try (SmallDisk memory = SmallDisk.mount(ROOM);
				RedisServer server = store("always").dataDirectory(memory.path()).start();
				TestedStore store = TestedStore.on(server);
				Loads loads = loads("full disk, always", store)) {
			loads.run();
			loads.awaitAcknowledged(20);
			memory.fill();
			Awaitility.await().until(() -> !server.isRunning());
			memory.free();
			startAndGoOn(server, loads);
		}
	}

	@Test
	void saysThatTheDiskIsBrokenAndGoesOnWithANewLog() {
		try (UnreliableDisk disk = UnreliableDisk.create();
				RedisServer server = store("everysec").disk(disk).start();
				TestedStore store = TestedStore.on(server);
				Loads loads = loads("broken disk, everysec", store)) {
			loads.run();
			loads.awaitAcknowledged(20);
			disk.failSyncs();
			loads.awaitFailures(StoreNotPersistingException.class, 10);
			disk.repair();
			server.execute("CONFIG", "SET", "appendonly", "no");
			server.execute("CONFIG", "SET", "appendonly", "yes");
			Awaitility.await()
				.until(() -> info(server).contains("aof_rewrite_in_progress:0")
						&& info(server).contains("aof_rewrite_scheduled:0"));
			goOnAndRestart(server, loads);
		}
	}

	@Test
	void losesNothingWhenABrokenDiskEndsTheServer() {
		try (UnreliableDisk disk = UnreliableDisk.create();
				RedisServer server = store("always").disk(disk).start();
				TestedStore store = TestedStore.on(server);
				Loads loads = loads("broken disk, always", store)) {
			loads.run();
			loads.awaitAcknowledged(20);
			disk.failSyncs();
			Awaitility.await().until(() -> !server.isRunning());
			disk.repair();
			startAndGoOn(server, loads);
		}
	}

	private static void goOnAndRestart(RedisServer server, Loads loads) {
		loads.awaitAcknowledged(20);
		loads.pause();
		loads.checkFailures(List.of(StoreNotPersistingException.class));
		loads.check(Loss.NONE);
		server.restart();
		loads.check(Loss.NONE);
	}

	private static void startAndGoOn(RedisServer server, Loads loads) {
		server.restart();
		loads.awaitAcknowledged(20);
		loads.pause();
		loads.checkFailures(List.of(StoreUnavailableException.class, OutcomeUnknownException.class));
		loads.check(Loss.NONE);
	}

	private static String info(RedisServer server) {
		return String.valueOf(server.execute("INFO", "persistence"));
	}

}
