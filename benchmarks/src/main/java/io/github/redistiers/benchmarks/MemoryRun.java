package io.github.redistiers.benchmarks;

import java.util.Locale;

import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.ServerPreset;
import io.lettuce.core.RedisURI;

/**
 * Asks the server how many bytes each cache's keys take, all of them together, whatever
 * they are.
 */
final class MemoryRun {

	private static final int OBJECTS = 2000;

	MarkdownTable table() {
		MarkdownTable table = new MarkdownTable(
				"a 500 B object in Redis (MEMORY USAGE of all keys by %,d objects)".formatted(OBJECTS), "bytes");
		for (CacheSubject subject : CacheSubject.values()) {
			if (subject.isRemote()) {
				table.row(subject.title(), String.format(Locale.ROOT, "%,.0f", bytesPerObject(subject)));
			}
		}
		return table;
	}

	private static double bytesPerObject(CacheSubject subject) {
		try (RedisServer server = RedisServer.builder().preset(ServerPreset.CACHE).start();
				MeasuredCache cache = subject.open(RedisURI.create(server.address()))) {
			Crowd.forEach(OBJECTS, (number) -> cache.put("article-" + number, Article.of(number)));
			return (double) StoredBytes.on(server) / OBJECTS;
		}
	}

}
