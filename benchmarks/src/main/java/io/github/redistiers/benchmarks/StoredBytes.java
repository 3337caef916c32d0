package io.github.redistiers.benchmarks;

import io.github.redistiers.devservices.RedisServer;
import io.lettuce.core.ScanIterator;

/**
 * How many bytes all keys of a server take, whatever they are.
 */
final class StoredBytes {

	private StoredBytes() {
	}

	static long on(RedisServer server) {
		return ScanIterator.scan(server.commands()).stream().mapToLong((key) -> bytes(server, key)).sum();
	}

	private static long bytes(RedisServer server, String key) {
		// samples 0: every member of a hash counts, not an average of five
		if (server.execute("MEMORY", "USAGE", key, "SAMPLES", "0") instanceof Long bytes) {
			return bytes;
		}
		throw new IllegalStateException("Gone before it was measured: " + key);
	}

}
