package io.github.redistiers.connection;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;

import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.ServerGeneration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.data.redis.RedisConnectionFailureException;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@EachServerGeneration
class AclTierIntegrationTests {

	private final ServerGeneration generation;

	@SuppressWarnings("NullAway.Init")
	private RedisServer server;

	AclTierIntegrationTests(ServerGeneration generation) {
		this.generation = generation;
	}

	@BeforeEach
	void start() {
		this.server = RedisServer.builder()
			.generation(this.generation)
			.user("app", "s3cret", "~*", "&*", "+@all", "-info")
			.start();
	}

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void authenticatesEveryConnectionAsItsUser() {
		try (TestTier store = store("s3cret")) {
			store.template().opsForValue().set("a", "1");
			assertThat(new ReactiveStringRedisTemplate(store.factory()).opsForValue().get("a").block()).isEqualTo("1");
			assertThat(store.template().opsForList().leftPop("absent", Duration.ofMillis(100))).isNull();
			try (NodeConnection connection = TierNodes.of(store.tier()).get(0).connect()) {
				assertThat(connection.execute("ACL", "WHOAMI")).isEqualTo("app");
				assertThatExceptionOfType(NodeErrorException.class).isThrownBy(() -> connection.execute("INFO"))
					.withMessageStartingWith("NOPERM");
			}
		}
	}

	/**
	 * An application may wait for the tier on all of its threads.
	 */
	@Test
	void connectsWhileTheCommonPoolIsBusy() {
		CountDownLatch end = new CountDownLatch(1);
		for (int i = 0; i < ForkJoinPool.getCommonPoolParallelism(); i++) {
			ForkJoinPool.commonPool().execute(() -> awaitEnd(end));
		}
		try (TestTier withUser = store("s3cret"); TestTier withoutUser = TestTier.store(at(this.server), (settings) -> {
		})) {
			Awaitility.await()
				.ignoreExceptions()
				.untilAsserted(() -> assertThat(withUser.template().hasKey("absent")).isFalse());
			Awaitility.await()
				.ignoreExceptions()
				.untilAsserted(() -> assertThat(withoutUser.template().hasKey("absent")).isFalse());
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
	void saysThatThePasswordIsWrongWithoutSayingIt() {
		try (TestTier store = store("hunter2")) {
			Awaitility.await()
				.untilAsserted(() -> assertThatExceptionOfType(RedisConnectionFailureException.class)
					.isThrownBy(() -> store.template().hasKey("a"))
					.withMessageContaining("WRONGPASS")
					.withMessageContaining("Set redis-tiers.store.username and redis-tiers.store.password")
					.withMessageNotContaining("hunter2"));
		}
	}

	@Test
	void saysThatAPasswordIsMissing() {
		try (RedisServer secured = RedisServer.builder().generation(this.generation).password("secret").start();
				TestTier store = TestTier.store(at(secured), (settings) -> {
				})) {
			Awaitility.await()
				.untilAsserted(() -> assertThatExceptionOfType(RedisConnectionFailureException.class)
					.isThrownBy(() -> store.template().hasKey("a"))
					.withMessageContaining(
							"demands a password and none is configured. Set redis-tiers.store.username"));
		}
	}

	private TestTier store(String password) {
		RedisStandaloneConfiguration configuration = at(this.server);
		configuration.setUsername("app");
		configuration.setPassword(password);
		return TestTier.store(configuration, (settings) -> {
		});
	}

	private static RedisStandaloneConfiguration at(RedisServer server) {
		return new RedisStandaloneConfiguration(server.host(), server.port());
	}

}
