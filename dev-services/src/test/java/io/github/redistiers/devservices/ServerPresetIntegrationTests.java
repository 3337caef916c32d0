package io.github.redistiers.devservices;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.api.StatefulRedisConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@EachServerGeneration
class ServerPresetIntegrationTests {

	@RegisterExtension
	static final RedisServerExtension cache = RedisServerExtension.cache();

	@RegisterExtension
	static final RedisServerExtension store = RedisServerExtension.store();

	private final ServerGeneration generation;

	ServerPresetIntegrationTests(ServerGeneration generation) {
		this.generation = generation;
	}

	@Test
	void loadsOnEachGeneration() {
		assertThat((String) cache.execute("INFO")).matches(this.generation::matches);
		assertThat((String) store.execute("INFO")).matches(this.generation::matches);
	}

	@Test
	void evictsOnTheCacheAndWritesNothingToDisk() {
		assertThat((String) cache.execute("INFO")).contains("maxmemory_policy:allkeys-lru", "maxmemory:268435456",
				"aof_enabled:0");
		assertThat(cache.get().commands().configGet("save")).containsEntry("save", "");
	}

	@Test
	void forgetsNothingOnTheStore() {
		assertThat((String) store.execute("INFO")).contains("maxmemory_policy:noeviction", "maxmemory:536870912",
				"aof_enabled:1");
		assertThat(store.get().commands().configGet("save")).containsEntry("save", "3600 1 300 100 60 10000");
		assertThat(store.get().commands().configGet("appendfsync")).containsEntry("appendfsync", "everysec");
	}

	@Test
	void deniesTheStoresApplicationToEmptyIt() {
		RedisClient client = RedisClient.create(SharedThreads.RESOURCES, store.address());
		try (StatefulRedisConnection<String, String> connection = client.connect()) {
			connection.sync().set("a", "1");
			assertThatExceptionOfType(RedisCommandExecutionException.class)
				.isThrownBy(() -> connection.sync().flushall())
				.withMessageStartingWith("NOPERM");
			assertThatExceptionOfType(RedisCommandExecutionException.class)
				.isThrownBy(() -> connection.sync().flushdb())
				.withMessageStartingWith("NOPERM");
			assertThat(connection.sync().get("a")).isEqualTo("1");
		}
		finally {
			client.shutdown();
		}
	}

	@Test
	void beginsWithTheDocumentedFileWordForWord() throws Exception {
		Path documented = Path.of("..", "docs", "servers", "store.conf");
		Path running = store.get().dataDirectory().resolve("redis.conf");
		assertThat(Files.readString(running, StandardCharsets.UTF_8))
			.startsWith(Files.readString(documented, StandardCharsets.UTF_8));
	}

}
