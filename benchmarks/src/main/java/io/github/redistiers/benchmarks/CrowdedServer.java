package io.github.redistiers.benchmarks;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.ServerPreset;

/**
 * A server with many small keys that are nobody's cache.
 */
final class CrowdedServer implements AutoCloseable {

	private static final long PATIENCE = TimeUnit.MINUTES.toNanos(2);

	private static final int LOOK_EVERY_MILLIS = 20;

	private static final int KEYS_PER_COMMAND = 1000;

	private final RedisServer server;

	/**
	 * Two keys that a cache may keep for itself, and the crowd.
	 */
	private int expected = 2;

	CrowdedServer() {
		this.server = RedisServer.builder().preset(ServerPreset.CACHE).setting("maxmemory", "2gb").start();
	}

	String address() {
		return this.server.address();
	}

	/**
	 * Writes keys that stay.
	 */
	void fill(int keys) {
		for (int from = 0; from < keys; from += KEYS_PER_COMMAND) {
			Map<String, String> some = IntStream.range(from, Math.min(from + KEYS_PER_COMMAND, keys))
				.mapToObj(CrowdedServer::key)
				.collect(Collectors.toMap((key) -> key, (key) -> "v"));
			this.server.commands().mset(some);
		}
		this.expected += keys;
	}

	/**
	 * Waits until there are no more keys than these, and nothing is left to be freed in
	 * the background.
	 */
	void awaitMemory() {
		long end = System.nanoTime() + PATIENCE;
		while (this.server.commands().dbsize() > this.expected || isFreeing()) {
			if (System.nanoTime() > end) {
				throw new IllegalStateException("The memory of what was cleared did not come back");
			}
			Pause.ofMillis(LOOK_EVERY_MILLIS);
		}
	}

	private boolean isFreeing() {
		return !this.server.commands().info("memory").contains("lazyfree_pending_objects:0");
	}

	static String key(int number) {
		return "crowd:" + number;
	}

	@Override
	public void close() {
		this.server.close();
	}

}
