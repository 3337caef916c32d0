package io.github.redistiers.devservices;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@EachServerGeneration
class RedisServerIntegrationTests {

	private final ServerGeneration generation;

	RedisServerIntegrationTests(ServerGeneration generation) {
		this.generation = generation;
	}

	@Test
	void isOfTheAskedGeneration() {
		try (RedisServer server = builder().start()) {
			assertThat((String) server.execute("INFO")).matches(this.generation::matches)
				.contains("process_id:" + server.pid());
		}
	}

	@Test
	void answersWithStringsNumbersListsAndNull() {
		try (RedisServer server = builder().start()) {
			assertThat(server.execute("SET", "a", "1")).isEqualTo("OK");
			assertThat(server.execute("INCR", "a")).isEqualTo(2L);
			assertThat(server.execute("GET", "b")).isNull();
			server.execute("RPUSH", "l", "x", "y");
			assertThat(server.execute("LRANGE", "l", "0", "-1")).isEqualTo(List.of("x", "y"));
			assertThat(server.execute("LRANGE", "l", "0", "0")).isEqualTo(List.of("x"));
			assertThat(server.execute("LRANGE", "none", "0", "0")).isEqualTo(List.of());
			server.execute("XADD", "s", "1-1", "a", "b");
			assertThat(server.execute("XRANGE", "s", "-", "+")).isEqualTo(List.of(List.of("1-1", List.of("a", "b"))));
		}
	}

	/**
	 * What an application does there must not keep a server from starting.
	 */
	@Test
	void startsWhileTheCommonPoolIsBusy() {
		CountDownLatch end = new CountDownLatch(1);
		for (int i = 0; i < ForkJoinPool.getCommonPoolParallelism(); i++) {
			ForkJoinPool.commonPool().execute(() -> awaitEnd(end));
		}
		try (RedisServer server = builder().start()) {
			assertThat(server.execute("PING")).isEqualTo("PONG");
		}
		finally {
			end.countDown();
		}
	}

	private static void awaitEnd(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Test
	void deletesItsFolderWhenClosed() {
		RedisServer server = builder().preset(ServerPreset.STORE).start();
		assertThat(server.dataDirectory()).isDirectory();
		server.close();
		assertThat(server.dataDirectory()).doesNotExist();
		assertThat(server.isRunning()).isFalse();
	}

	@Test
	void keepsDataThatItWasToldToKeep(@TempDir Path folder) {
		try (RedisServer server = builder().preset(ServerPreset.STORE).dataDirectory(folder).start()) {
			server.execute("SET", "a", "1");
		}
		assertThat(Files.exists(folder.resolve("redis.conf"))).isTrue();
		try (RedisServer server = builder().preset(ServerPreset.STORE).dataDirectory(folder).start()) {
			assertThat(server.execute("GET", "a")).isEqualTo("1");
		}
	}

	@Test
	void keepsASecondServerOutOfAFolder(@TempDir Path folder) {
		try (RedisServer server = builder().dataDirectory(folder).start()) {
			assertThatExceptionOfType(ServerStartException.class)
				.isThrownBy(() -> builder().dataDirectory(folder).start())
				.withMessageContaining("Another server has its data in " + folder);
			assertThat(server.execute("PING")).isEqualTo("PONG");
		}
		try (RedisServer server = builder().dataDirectory(folder).start()) {
			assertThat(server.isRunning()).isTrue();
		}
	}

	@Test
	void refusesAnotherGeneration() {
		ServerGeneration other = (this.generation != ServerGeneration.REDIS_8_0) ? ServerGeneration.REDIS_8_0
				: ServerGeneration.VALKEY_8_1;
		assertThatExceptionOfType(ServerStartException.class)
			.isThrownBy(() -> RedisServer.builder().generation(other).executable(this.generation.executable()).start())
			.withMessageContaining("is not " + other);
	}

	@Test
	void tellsTheLastWordsOfAServerThatDoesNotStart() {
		assertThatExceptionOfType(ServerStartException.class)
			.isThrownBy(() -> builder().setting("no-such-setting", "yes").start())
			.withMessageContaining("no-such-setting");
	}

	@Test
	void refusesAPortThatAnotherServerHolds() {
		try (RedisServer first = builder().start()) {
			assertThatExceptionOfType(ServerStartException.class).isThrownBy(() -> builder().port(first.port()).start())
				.withMessageContaining("port " + first.port());
			assertThat(first.execute("PING")).isEqualTo("PONG");
		}
	}

	private RedisServerBuilder builder() {
		return RedisServer.builder().generation(this.generation);
	}

}
