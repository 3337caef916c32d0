package io.github.redistiers.devservices;

import java.time.Duration;

import io.lettuce.core.RedisCommandExecutionException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * A store whose disk takes its time.
 */
@Tag("machine")
@EachServerGeneration
class SlowDiskFaultTests {

	private static final int WAITING = 50_000;

	private final ServerGeneration generation;

	SlowDiskFaultTests(ServerGeneration generation) {
		this.generation = generation;
	}

	@Test
	void isFullForGoodThoughDataStillWaitsForTheDisk() {
		try (UnreliableDisk disk = UnreliableDisk.create();
				RedisServer store = RedisServer.builder()
					.generation(this.generation)
					.preset(ServerPreset.STORE)
					.disk(disk)
					.start()) {
			disk.delaySyncs(Duration.ofMillis(1500));
			// the first fsync is under way: what is written from now on waits
			await().until(() -> {
				store.execute("SET", "before", "x".repeat(WAITING));
				return waitingForTheDisk(store) >= WAITING;
			});
			store.fillToMaxmemory();
			assertIsFull(store);
			await().until(() -> waitingForTheDisk(store) < WAITING);
			assertIsFull(store);
		}
	}

	private static void assertIsFull(RedisServer store) {
		assertThatExceptionOfType(RedisCommandExecutionException.class).isThrownBy(() -> store.execute("SET", "a", "1"))
			.withMessageStartingWith("OOM");
	}

	private static long waitingForTheDisk(RedisServer store) {
		return store.commands()
			.info("memory")
			.lines()
			.filter((line) -> line.startsWith("mem_aof_buffer:"))
			.mapToLong((line) -> Long.parseLong(line.substring(line.indexOf(':') + 1)))
			.sum();
	}

}
