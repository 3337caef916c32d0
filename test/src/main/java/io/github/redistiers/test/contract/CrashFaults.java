package io.github.redistiers.test.contract;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.devservices.SmallDisk;
import io.github.redistiers.devservices.UnreliableDisk;
import io.github.redistiers.store.DurabilityLevel;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What structures keep when their server is killed under load, or its machine loses the
 * power, again and again: the system property {@code redis-tiers.test.rounds} says how
 * often, 3 by default. Nothing is ever done twice. After each crash the server rewrites
 * its append-only file, as a store's operators have to see to.
 *
 * @since 0.1.0
 */
public abstract class CrashFaults extends StructureFaults {

	private static final int ROOM = 256;

	private static final Duration TWO_SECONDS = Duration.ofSeconds(2);

	/**
	 * So that there is something that must not be lost.
	 */
	private static final Duration MORE = Duration.ofMillis(400);

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final int FEW = 2;

	private static final int MANY = 100;

	@Test
	void losesNothingWhenItIsKilledAndEachWriteIsSynced() {
		try (RedisServer server = store("always").start()) {
			crash("kill -9, always", server, RedisServer::kill, Expectation.ofTheServer(Duration.ZERO));
		}
	}

	@Test
	void losesTwoSecondsAtMostWhenItIsKilledAndEachSecondIsSynced() {
		try (RedisServer server = store("everysec").start()) {
			crash("kill -9, everysec", server, RedisServer::kill, Expectation.ofTheServer(TWO_SECONDS));
		}
	}

	@Test
	@Tag("machine")
	void losesNothingWithThePowerWhenEachWriteIsSynced() {
		cutPower("always", Duration.ZERO);
	}

	@Test
	@Tag("machine")
	void losesTwoSecondsAtMostWithThePowerWhenEachSecondIsSynced() {
		cutPower("everysec", TWO_SECONDS);
	}

	@Test
	@Tag("machine")
	void losesNothingWithThePowerThatIsDeclaredSynced() {
		if (this.generation == ServerGeneration.REDIS_8_0) {
			// one second for each operation, so few of them
			cutPower("FSYNCED, everysec", "everysec",
					new Expectation(DurabilityLevel.FSYNCED, Duration.ZERO, FEW, Math.max(1, ROUNDS / 3)));
		}
		else {
			// WAITAOF is missing or not to be trusted
			cutPower("FSYNCED, always", "always",
					new Expectation(DurabilityLevel.FSYNCED, Duration.ZERO, some(), ROUNDS));
		}
	}

	private void cutPower(String sync, Duration mayBeLost) {
		cutPower(sync, sync, Expectation.ofTheServer(mayBeLost));
	}

	private void cutPower(String scene, String sync, Expectation expectation) {
		// in memory, where a sync takes no time: another's disk is not what is tested
		try (SmallDisk memory = SmallDisk.mount(ROOM);
				UnreliableDisk disk = UnreliableDisk.create();
				RedisServer server = store(sync).dataDirectory(memory.path()).disk(disk).start()) {
			crash("power cut, " + scene, server, disk::cutPower, expectation);
		}
	}

	private void crash(String scene, RedisServer server, Consumer<RedisServer> crash, Expectation expectation) {
		try (TestedStore store = TestedStore.on(server, expectation.level); Loads loads = loads(scene, store)) {
			for (int round = 0; round < expectation.rounds; round++) {
				loads.run();
				loads.awaitAcknowledged(expectation.enough);
				if (round == 0 && !expectation.mayBeLost.isZero()) {
					loads.awaitTime(expectation.mayBeLost.plus(MORE));
				}
				Loss loss = expectation.loss();
				crash.accept(server);
				server.restart();
				rewriteAppendOnlyFile(server);
				// not before: a thread may have been late to note what was answered
				// before
				loss = loss.untilNow();
				loads.awaitAcknowledged(1);
				loads.pause();
				loads.check(loss);
			}
		}
	}

	/**
	 * What a store has to be given before its next restart: the end of its file may hold
	 * half of a change, which that restart would apply.
	 */
	private static void rewriteAppendOnlyFile(RedisServer server) {
		server.execute("BGREWRITEAOF");
		Awaitility.await("rewrite of the append-only file")
			.atMost(PATIENCE)
			.until(() -> String.valueOf(server.execute("INFO", "persistence")),
					(info) -> info.contains("aof_rewrite_in_progress:0") && info.contains("aof_rewrite_scheduled:0"));
	}

	private static int some() {
		return ThreadLocalRandom.current().nextInt(FEW, MANY);
	}

	/**
	 * What a crash may cost.
	 *
	 * @param level what all repositories declare
	 * @param mayBeLost how far back
	 * @param enough acknowledgements of each structure before it
	 * @param rounds how often it happens
	 */
	private record Expectation(DurabilityLevel level, Duration mayBeLost, int enough, int rounds) {

		static Expectation ofTheServer(Duration mayBeLost) {
			return new Expectation(DurabilityLevel.SERVER, mayBeLost, some(), ROUNDS);
		}

		Loss loss() {
			return this.mayBeLost.isZero() ? Loss.NONE : Loss.ofTheLast(this.mayBeLost);
		}

	}

}
