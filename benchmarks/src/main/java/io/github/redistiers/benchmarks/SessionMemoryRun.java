package io.github.redistiers.benchmarks;

import java.util.List;
import java.util.Locale;

import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.ServerPreset;
import io.lettuce.core.RedisURI;

/**
 * Asks the server how many bytes one session takes, with all that belongs to it.
 */
final class SessionMemoryRun {

	private static final int SESSIONS = 1000;

	MarkdownTable table() {
		MarkdownTable table = new MarkdownTable(
				"a session of 1 KB in Redis (MEMORY USAGE of all keys by %,d sessions)".formatted(SESSIONS), "bytes");
		for (StoreSubject subject : List.of(StoreSubject.TIERS_SESSION, StoreSubject.SPRING_SESSION,
				StoreSubject.SPRING_INDEXED_SESSION)) {
			table.row(subject.title(), String.format(Locale.ROOT, "%,.0f", bytesPerSession(subject)));
		}
		return table;
	}

	private static double bytesPerSession(StoreSubject subject) {
		try (RedisServer server = RedisServer.builder().preset(ServerPreset.CACHE).start();
				StoreOperation operation = subject.open(RedisURI.create(server.address()))) {
			Crowd.forEach(SESSIONS, operation::prepare);
			return (double) StoredBytes.on(server) / SESSIONS;
		}
	}

}
