package io.github.redistiers.devservices;

import java.time.Duration;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@EachServerGeneration
class RedisServerFaultTests {

	@RegisterExtension
	static final RedisServerExtension store = RedisServerExtension.store();

	@RegisterExtension
	static final RedisServerExtension cache = RedisServerExtension.cache();

	private final RedisServer server = store.get();

	private final RedisClient client = RedisClient.create(SharedThreads.RESOURCES);

	private @Nullable StatefulRedisConnection<String, String> connection;

	private final ServerGeneration generation;

	RedisServerFaultTests(ServerGeneration generation) {
		this.generation = generation;
	}

	@BeforeEach
	void isOfTheGeneration() {
		assertThat((String) this.server.execute("INFO")).matches(this.generation::matches);
	}

	@AfterEach
	void disconnect() {
		this.client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
	}

	@Test
	void keepsPortAndDataOverARestart() {
		int port = this.server.port();
		long pid = this.server.pid();
		application().set("a", "1");
		this.server.restart();
		assertThat(this.server.port()).isEqualTo(port);
		assertThat(this.server.pid()).isNotEqualTo(pid);
		assertThat(this.server.execute("GET", "a")).isEqualTo("1");
	}

	@Test
	void isGoneWhenStoppedAndHasItsDataAfterwards() {
		application().set("a", "1");
		this.server.stop();
		assertThat(this.server.isRunning()).isFalse();
		assertThatIllegalStateException().isThrownBy(() -> this.server.execute("PING"))
			.withMessageContaining("not running");
		this.server.restart();
		assertThat(this.server.execute("GET", "a")).isEqualTo("1");
	}

	@Test
	void comesBackAfterBeingKilled() {
		application().configSet("appendfsync", "always");
		application().set("a", "1");
		this.server.kill();
		assertThat(this.server.isRunning()).isFalse();
		this.server.restart();
		assertThat(this.server.execute("GET", "a")).isEqualTo("1");
	}

	@Test
	void answersNothingWhilePaused() {
		application().setTimeout(Duration.ofMillis(500));
		this.server.pause();
		assertThatExceptionOfType(RedisCommandTimeoutException.class).isThrownBy(() -> application().ping());
		assertThat(this.server.isRunning()).isTrue();
		this.server.resume();
		assertThat(connect(this.server.address()).sync().ping()).isEqualTo("PONG");
	}

	@Test
	void stopsAndRestartsWhilePaused() {
		this.server.pause();
		this.server.restart();
		assertThat(this.server.execute("PING")).isEqualTo("PONG");
	}

	@Test
	void refusesWritesAndAcceptsThemAgain() {
		this.server.refuseWrites();
		assertRefused(() -> application().set("a", "1"), "NOREPLICAS");
		assertThat(application().get("a")).isNull();
		this.server.acceptWrites();
		assertThat(application().set("a", "1")).isEqualTo("OK");
	}

	@Test
	void isReadOnlyAndPrimaryAgainWithItsData() {
		application().set("a", "1");
		this.server.makeReadOnly();
		assertRefused(() -> application().set("a", "2"), "READONLY");
		assertThat(application().get("a")).isEqualTo("1");
		this.server.makePrimary();
		assertThat(application().set("a", "2")).isEqualTo("OK");
	}

	@Test
	void refusesWritesWhenTheStoreIsFullAndLosesNothing() {
		application().set("a", "1");
		this.server.fillToMaxmemory();
		assertRefused(() -> application().set("b", "1"), "OOM");
		assertRefused(() -> connect(this.server.address()).sync().incr("c"), "OOM");
		assertThat(application().get("a")).isEqualTo("1");
		this.server.makeSpace();
		assertThat(application().set("b", "1")).isEqualTo("OK");
		assertThat(this.server.execute("DBSIZE")).isEqualTo(2L);
		assertThat(this.server.commands().configGet("maxmemory")).containsEntry("maxmemory", "536870912");
	}

	@Test
	void evictsWhenTheCacheIsFull() {
		cache.get().fillToMaxmemory();
		assertThat((String) cache.execute("INFO")).doesNotContain("evicted_keys:0\r\n");
		assertThat(cache.execute("SET", "a", "1")).isEqualTo("OK");
		cache.get().makeSpace();
		assertThat(cache.get().commands().configGet("maxmemory")).containsEntry("maxmemory", "268435456");
	}

	private RedisCommands<String, String> application() {
		StatefulRedisConnection<String, String> current = this.connection;
		if (current == null) {
			current = connect(this.server.address());
			this.connection = current;
		}
		return current.sync();
	}

	private StatefulRedisConnection<String, String> connect(String address) {
		return this.client.connect(RedisURI.create(address));
	}

	private static void assertRefused(ThrowingCallable command, String code) {
		assertThatExceptionOfType(RedisCommandExecutionException.class).isThrownBy(command)
			.withMessageStartingWith(code);
	}

}
