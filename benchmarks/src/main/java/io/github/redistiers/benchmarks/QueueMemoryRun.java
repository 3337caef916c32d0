package io.github.redistiers.benchmarks;

import java.util.List;
import java.util.Locale;

import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.ServerPreset;
import io.lettuce.core.RedisURI;

/**
 * Asks the server how many bytes a job takes that waits.
 */
final class QueueMemoryRun {

	private static final int BYTES = 200;

	private final int jobs;

	QueueMemoryRun(Mode mode) {
		this.jobs = mode.keys();
	}

	MarkdownTable table() {
		MarkdownTable table = new MarkdownTable(
				"a waiting job of %d B in Redis (MEMORY USAGE of all keys by %,d jobs)".formatted(BYTES, this.jobs),
				"bytes");
		for (QueueSubject subject : List.of(QueueSubject.TIERS_BATCHES, QueueSubject.REDISSON_BATCHES,
				QueueSubject.SPRING_STREAM)) {
			table.row(subject.title(), String.format(Locale.ROOT, "%,.0f", bytesPerJob(subject)));
		}
		return table;
	}

	private double bytesPerJob(QueueSubject subject) {
		try (RedisServer server = RedisServer.builder().preset(ServerPreset.CACHE).start();
				MeasuredQueue queue = subject.open(RedisURI.create(server.address()), BYTES)) {
			Crowd.forEach(this.jobs / queue.together(), queue::add);
			return (double) StoredBytes.on(server) / this.jobs;
		}
	}

}
