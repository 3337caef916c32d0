package io.github.redistiers.devservices;

import java.time.Duration;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.StaticCredentialsProvider;
import io.lettuce.core.api.sync.RedisCommands;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@EachServerGeneration
class AclRulesIntegrationTests {

	private final RedisClient client = RedisClient.create(SharedThreads.RESOURCES);

	private final ServerGeneration generation;

	AclRulesIntegrationTests(ServerGeneration generation) {
		this.generation = generation;
	}

	@AfterEach
	void shutDown() {
		this.client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
	}

	@Test
	void letsAnApplicationUseItsKeysAlone() {
		try (RedisServer server = start()) {
			RedisCommands<String, String> commands = connect(server, "app", "app-secret");
			assertThat(commands.set("shop:a", "1")).isEqualTo("OK");
			assertThat(commands.info()).contains("role:master");
			assertThat(commands.clientSetname("shop")).isEqualTo("OK");
			assertThat(commands.<String>eval(LuaScript.read("read.lua"), ScriptOutputType.VALUE, "shop:a"))
				.isEqualTo("1");
			assertDenied(() -> commands.set("other:a", "1"));
			assertDenied(commands::flushall);
			assertDenied(() -> commands.configGet("maxmemory"));
		}
	}

	@Test
	void letsAGuardAskAndNothingElse() {
		try (RedisServer server = start()) {
			RedisCommands<String, String> commands = connect(server, "guard", "guard-secret");
			assertThat(commands.ping()).isEqualTo("PONG");
			assertThat(commands.info()).contains("maxmemory_policy:noeviction");
			assertDenied(() -> commands.get("shop:a"));
		}
	}

	@Test
	void demandsThePasswordOfTheDefaultUser() {
		try (RedisServer server = start()) {
			assertThat(server.password()).isEqualTo("secret");
			assertThat(connect(server, "default", "secret").set("a", "1")).isEqualTo("OK");
			assertDenied(() -> connect(server, "default", "secret").flushall());
			assertThatExceptionOfType(RedisConnectionException.class)
				.isThrownBy(() -> connect(server, "default", "wrong"));
			server.restart();
			assertThat(connect(server, "default", "secret").get("a")).isEqualTo("1");
		}
	}

	private RedisServer start() {
		return RedisServer.builder()
			.generation(this.generation)
			.preset(ServerPreset.STORE)
			.password("secret")
			.user("app", "app-secret", AclRules.application(this.generation, "shop:"))
			.user("guard", "guard-secret", AclRules.guard())
			.start();
	}

	private RedisCommands<String, String> connect(RedisServer server, String user, String password) {
		RedisURI uri = RedisURI.create(server.address());
		uri.setCredentialsProvider(new StaticCredentialsProvider(user, password.toCharArray()));
		return this.client.connect(uri).sync();
	}

	private static void assertDenied(ThrowingCallable command) {
		assertThatExceptionOfType(RedisCommandExecutionException.class).isThrownBy(command)
			.withMessageStartingWith("NOPERM");
	}

}
