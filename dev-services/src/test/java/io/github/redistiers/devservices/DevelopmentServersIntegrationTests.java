package io.github.redistiers.devservices;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class DevelopmentServersIntegrationTests {

	private final Path program = ServerGeneration.REDIS_6_2.executable();

	@Test
	void areTheSameForAsLongAsTheJvmLives(@TempDir Path folder) {
		RedisServer store = DevelopmentServers.ofThisJvm(this.program, folder).get(ServerPreset.STORE);
		RedisServer cache = DevelopmentServers.ofThisJvm(this.program, folder).get(ServerPreset.CACHE);
		try (store; cache) {
			assertThat(DevelopmentServers.ofThisJvm(this.program, folder).get(ServerPreset.STORE)).isSameAs(store);
			assertThat((String) store.execute("INFO")).contains("maxmemory_policy:noeviction");
			assertThat((String) cache.execute("INFO")).contains("maxmemory_policy:allkeys-lru");
			assertThat(store.dataDirectory()).isEqualTo(folder.resolve("store"));
			assertThat(cache.dataDirectory()).isEqualTo(folder.resolve("cache"));
		}
	}

	@Test
	void comeBackOnTheirDataWhenTheyDied(@TempDir Path folder) {
		DevelopmentServers servers = DevelopmentServers.ofThisJvm(this.program, folder);
		try (RedisServer store = servers.get(ServerPreset.STORE)) {
			store.execute("CONFIG", "SET", "appendfsync", "always");
			store.execute("SET", "a", "1");
			store.kill();
			assertThat(servers.get(ServerPreset.STORE)).isSameAs(store);
			assertThat(store.execute("GET", "a")).isEqualTo("1");
		}
	}

}
