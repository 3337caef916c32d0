package io.github.redistiers.benchmarks;

import java.util.List;
import java.util.Locale;

import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.ServerPreset;
import io.lettuce.core.RedisURI;

/**
 * Asks the server how many bytes one limited subject takes.
 */
final class LimitMemoryRun {

	private static final int SUBJECTS = 1000;

	MarkdownTable table() {
		MarkdownTable table = new MarkdownTable(
				"a limited subject in Redis (MEMORY USAGE of all keys by %,d subjects)".formatted(SUBJECTS), "bytes");
		for (StoreSubject subject : List.of(StoreSubject.TIERS_LIMIT, StoreSubject.BUCKET4J,
				StoreSubject.REDISSON_LIMIT)) {
			table.row(subject.title(), String.format(Locale.ROOT, "%,.0f", bytesPerSubject(subject)));
		}
		return table;
	}

	private static double bytesPerSubject(StoreSubject subject) {
		try (RedisServer server = RedisServer.builder().preset(ServerPreset.CACHE).start();
				StoreOperation operation = subject.open(RedisURI.create(server.address()))) {
			Crowd.forEach(SUBJECTS, operation::prepare);
			return (double) StoredBytes.on(server) / SUBJECTS;
		}
	}

}
