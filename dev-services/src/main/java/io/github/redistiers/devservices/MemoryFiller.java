package io.github.redistiers.devservices;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;

import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.api.sync.RedisCommands;

/**
 * Fills a server to its memory limit, and empties it again.
 */
final class MemoryFiller {

	private static final String PREFIX = "dev-services:filler:";

	private static final long ROOM = 2 * 1024 * 1024;

	// what the allocator gives back by itself must not make room again
	private static final long MARGIN = 512 * 1024;

	private static final String VALUE = "x".repeat(64 * 1024);

	private static final int MOST_KEYS = 100_000;

	private final RedisServer server;

	MemoryFiller(RedisServer server) {
		this.server = server;
	}

	void fill() {
		limit(number("used_memory") + ROOM);
		long evicted = number("evicted_keys");
		RedisCommands<String, String> commands = this.server.commands();
		for (int i = 0; i < MOST_KEYS; i++) {
			try {
				commands.set(PREFIX + i, VALUE);
			}
			catch (RedisCommandExecutionException ex) {
				requireFull(ex);
				limit(lasting() - MARGIN);
				return;
			}
			if (number("evicted_keys") > evicted) {
				return;
			}
		}
		throw new IllegalStateException("The server neither refused writes nor evicted. Raise the size of the filler.");
	}

	void clear() {
		RedisCommands<String, String> commands = this.server.commands();
		commands.configSet("maxmemory", configured());
		ScanArgs fillers = ScanArgs.Builder.matches(PREFIX + "*").limit(1000);
		ScanCursor cursor = ScanCursor.INITIAL;
		while (!cursor.isFinished()) {
			KeyScanCursor<String> page = commands.scan(cursor, fillers);
			if (!page.getKeys().isEmpty()) {
				commands.unlink(page.getKeys().toArray(String[]::new));
			}
			cursor = page;
		}
	}

	// Without what goes by itself: buffers of clients, and what waits for the disk. The
	// latter is in used_memory and never counts as full; a slow fsync keeps megabytes
	// there.
	private long lasting() {
		String info = this.server.commands().info();
		return number(info, "used_memory") - number(info, "mem_not_counted_for_evict")
				- number(info, "mem_clients_normal");
	}

	private void limit(long bytes) {
		this.server.commands().configSet(Map.of("maxmemory", String.valueOf(bytes)));
	}

	private long number(String field) {
		return number(this.server.commands().info(), field);
	}

	private static long number(String info, String field) {
		return info.lines()
			.filter((line) -> line.startsWith(field + ":"))
			.mapToLong((line) -> Long.parseLong(line.substring(field.length() + 1)))
			.findFirst()
			.orElseThrow();
	}

	private String configured() {
		try {
			return Files.readAllLines(this.server.dataDirectory().resolve("redis.conf"))
				.stream()
				.filter((line) -> line.startsWith("maxmemory "))
				.map((line) -> line.substring("maxmemory ".length()).replace("\"", ""))
				.reduce("0", (earlier, later) -> later);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void requireFull(RedisCommandExecutionException ex) {
		if (String.valueOf(ex.getMessage()).startsWith("OOM ")) {
			return;
		}
		throw ex;
	}

}
