package io.github.redistiers.devservices;

import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

@EachServerGeneration
class RedisServerExtensionIntegrationTests {

	@RegisterExtension
	static final RedisServerExtension shared = RedisServerExtension.store();

	private final ServerGeneration generation;

	RedisServerExtensionIntegrationTests(ServerGeneration generation) {
		this.generation = generation;
	}

	@Test
	void runsTheGenerationUnderTest() {
		assertThat((String) shared.execute("INFO")).matches(this.generation::matches);
	}

	// each is followed by another test on the same server
	@ParameterizedTest
	@MethodSource("damages")
	void findsAHealthyServerAfterEachDamage(Consumer<RedisServer> damage) {
		RedisServer server = shared.get();
		assertThat(server.execute("DBSIZE")).isEqualTo(0L);
		assertThat((String) server.execute("INFO")).contains("role:master", "maxmemory_policy:noeviction",
				"aof_enabled:1");
		server.execute("SET", "left-over", "1");
		damage.accept(server);
	}

	static Stream<Named<Consumer<RedisServer>>> damages() {
		return Stream.of(Named.of("data", (server) -> server.execute("SELECT", "5")),
				Named.of("kill", RedisServer::kill), Named.of("pause", RedisServer::pause),
				Named.of("stop", RedisServer::stop),
				Named.of("config", (server) -> server.execute("CONFIG", "SET", "maxmemory-policy", "allkeys-lru")),
				Named.of("aof off", (server) -> server.execute("CONFIG", "SET", "appendonly", "no")),
				Named.of("replica", (server) -> server.execute("REPLICAOF", "127.0.0.1", "1")),
				Named.of("user", (server) -> server.execute("ACL", "SETUSER", "other", "on")),
				Named.of("nothing", (server) -> server.execute("PING")));
	}

}
