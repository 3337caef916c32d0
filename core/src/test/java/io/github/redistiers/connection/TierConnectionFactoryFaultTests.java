package io.github.redistiers.connection;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

import io.github.redistiers.devservices.FaultProxy;
import io.github.redistiers.devservices.RedisServerExtension;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.RedisConnectionFailureException;
import org.springframework.data.redis.RedisSystemException;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

@Timeout(60)
class TierConnectionFactoryFaultTests {

	private static final Duration LIMIT = Duration.ofSeconds(1);

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.store();

	@SuppressWarnings("NullAway.Init")
	private FaultProxy proxy;

	@BeforeEach
	void openProxy() {
		this.proxy = FaultProxy.to(server.get());
	}

	@AfterEach
	void closeProxy() {
		this.proxy.close();
	}

	@Test
	void neverSendsACommandTwiceWhoseReplyWasLost() {
		try (TestTier store = store((settings) -> {
		})) {
			store.template().hasKey("n");
			this.proxy.dropNextReply();
			assertThatExceptionOfType(DataAccessException.class)
				.isThrownBy(() -> store.template().opsForValue().increment("n"))
				.havingRootCause()
				.withMessageContaining("Connection disconnected");
			Awaitility.await().ignoreExceptions().until(() -> store.template().hasKey("n"));
			assertThat(server.execute("GET", "n")).isEqualTo("1");
			assertThat(store.template().opsForValue().increment("n")).isEqualTo(2);
		}
	}

	@Test
	void rejectsCommandsWhileTheConnectionIsLostAndReconnectsByItself() {
		try (TestTier store = store((settings) -> {
		}); TestTier cache = cache((settings) -> {
		})) {
			store.template().hasKey("n");
			Awaitility.await().ignoreExceptions().until(() -> !cache.template().hasKey("n"));
			this.proxy.refuseConnections();
			this.proxy.cut();
			for (TestTier tier : List.of(store, cache)) {
				Awaitility.await()
					.until(() -> String.valueOf(rootCause(() -> tier.template().opsForValue().increment("n"))),
							(cause) -> cause.contains("Currently not connected"));
				assertThatExceptionOfType(RedisSystemException.class)
					.isThrownBy(() -> tier.template().opsForValue().increment("n"));
			}
			Object applied = server.execute("GET", "n");
			this.proxy.pass();
			for (TestTier tier : List.of(store, cache)) {
				Awaitility.await().ignoreExceptions().until(() -> tier.template().hasKey("other") != null);
			}
			assertThat(server.execute("GET", "n")).isEqualTo(applied);
		}
	}

	@Test
	void opensNoOtherConnectionsWhileTheSharedOneIsLost() {
		try (TestTier store = store((settings) -> {
		})) {
			store.template().hasKey("n");
			this.proxy.refuseConnections();
			this.proxy.cut();
			Awaitility.await()
				.until(() -> String
					.valueOf(rootCause(() -> store.template().opsForList().leftPop("queue", Duration.ofSeconds(1)))),
						(cause) -> cause.contains("Currently not connected"));
			assertThatExceptionOfType(RedisConnectionFailureException.class)
				.isThrownBy(() -> store.template().opsForList().leftPop("queue", Duration.ofSeconds(1)))
				.withMessageContaining("store tier at " + this.proxy.address());
		}
	}

	@Test
	void letsAllCallersOfAStoreWaitTogetherForASilentServer() {
		this.proxy.blackHole();
		try (TestTier store = store((settings) -> settings.connectTimeout(LIMIT))) {
			List<Duration> waits = waitsOf64Callers(() -> store.template().opsForValue().get("a"),
					"no answer within 1000 ms");
			assertThat(waits).allMatch((wait) -> wait.compareTo(LIMIT.multipliedBy(2)) < 0);
		}
	}

	@Test
	void letsAllBlockingCallersOfAStoreWaitTogetherForASilentServer() {
		this.proxy.blackHole();
		GenericObjectPoolConfig<io.lettuce.core.api.StatefulConnection<?, ?>> pool = new GenericObjectPoolConfig<>();
		try (TestTier store = store((settings) -> settings.connectTimeout(LIMIT).pool(pool))) {
			List<Duration> waits = waitsOf64Callers(
					() -> store.template().opsForList().leftPop("queue", Duration.ofSeconds(1)), "no answer within");
			assertThat(waits).allMatch((wait) -> wait.compareTo(LIMIT.multipliedBy(2)) < 0);
			assertThatExceptionOfType(RedisConnectionFailureException.class)
				.isThrownBy(() -> store.template().opsForList().leftPop("queue", Duration.ofSeconds(1)))
				.withMessageContaining("store tier at " + this.proxy.address());
		}
	}

	@Test
	void letsAllReactiveCallersOfAStoreWaitTogetherForASilentServer() {
		this.proxy.blackHole();
		try (TestTier store = store((settings) -> settings.connectTimeout(LIMIT))) {
			ReactiveStringRedisTemplate template = new ReactiveStringRedisTemplate(store.factory());
			List<Duration> waits = waitsOf64Callers(() -> template.opsForValue().get("a").block(), "no answer within");
			assertThat(waits).allMatch((wait) -> wait.compareTo(LIMIT.multipliedBy(2)) < 0);
		}
	}

	@Test
	void letsNoCallerOfACacheWaitForASilentServer() {
		this.proxy.blackHole();
		try (TestTier cache = cache((settings) -> settings.connectTimeout(Duration.ofSeconds(30)))) {
			List<Duration> waits = waitsOf64Callers(() -> cache.template().opsForValue().get("a"), "cache tier at");
			ReactiveStringRedisTemplate reactive = new ReactiveStringRedisTemplate(cache.factory());
			waits.addAll(waitsOf64Callers(() -> reactive.opsForValue().get("a").block(), "cache tier at"));
			assertThat(waits).allMatch((wait) -> wait.compareTo(Duration.ofSeconds(2)) < 0);
		}
	}

	@Test
	void findsAServerThatComesAfterTheStart() {
		this.proxy.refuseConnections();
		try (TestTier store = store((settings) -> {
		}); TestTier cache = cache((settings) -> {
		})) {
			for (TestTier tier : List.of(store, cache)) {
				assertThatExceptionOfType(RedisConnectionFailureException.class)
					.isThrownBy(() -> tier.template().opsForValue().get("a"))
					.withMessageContaining(tier.factory().getSettings().name() + " tier at " + this.proxy.address());
			}
			this.proxy.pass();
			for (TestTier tier : List.of(store, cache)) {
				Awaitility.await()
					.ignoreExceptions()
					.untilAsserted(() -> assertThat(tier.template().hasKey("a")).isFalse());
				assertThat(new ReactiveStringRedisTemplate(tier.factory()).hasKey("a").block()).isFalse();
			}
		}
	}

	@Test
	void saysWhyThereIsNoConnection() {
		this.proxy.refuseConnections();
		try (TestTier store = store((settings) -> {
		})) {
			Awaitility.await()
				.untilAsserted(() -> assertThatExceptionOfType(RedisConnectionFailureException.class)
					.isThrownBy(() -> store.template().hasKey("a"))
					.withMessage("The store tier at " + this.proxy.address()
							+ " is not connected: nothing listens there. Check that the server runs and that "
							+ "redis-tiers.store.url (or .host and .port) is its address."));
		}
	}

	@Test
	void missesFromTheCacheWhenTheServerAnswersTooLate() {
		try (TestTier cache = cache((settings) -> {
		})) {
			Awaitility.await().ignoreExceptions().until(() -> !cache.template().hasKey("a"));
			this.proxy.delay(Duration.ofSeconds(20));
			assertThatExceptionOfType(DataAccessException.class)
				.isThrownBy(() -> cache.template().opsForValue().get("a"))
				.withMessageContaining("timed out");
		}
	}

	@Test
	void stopsWhileItConnects() {
		this.proxy.blackHole();
		TestTier store = store((settings) -> {
		});
		CompletableFuture<Void> closed = CompletableFuture.runAsync(store::close);
		assertThat(closed).succeedsWithin(Duration.ofSeconds(10));
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> store.template().hasKey("a"));
	}

	private List<Duration> waitsOf64Callers(ThrowingCallable call, String expectedMessage) {
		ExecutorService callers = Executors.newFixedThreadPool(64);
		CountDownLatch start = new CountDownLatch(1);
		List<CompletableFuture<Duration>> waits = new ArrayList<>();
		for (int i = 0; i < 64; i++) {
			waits.add(CompletableFuture.supplyAsync(() -> {
				assertThat(catchThrowable(start::await)).isNull();
				long begin = System.nanoTime();
				assertThatExceptionOfType(RedisConnectionFailureException.class).isThrownBy(call)
					.satisfies((ex) -> assertThat(messages(ex)).contains(expectedMessage));
				return Duration.ofNanos(System.nanoTime() - begin);
			}, callers));
		}
		start.countDown();
		try {
			return new ArrayList<>(waits.stream().map(CompletableFuture::join).toList());
		}
		finally {
			callers.shutdownNow();
		}
	}

	private static String messages(Throwable ex) {
		return ex.getMessage() + ((ex.getCause() != null) ? " / " + messages(ex.getCause()) : "");
	}

	private static @Nullable Throwable rootCause(ThrowingCallable call) {
		Throwable thrown = catchThrowable(call);
		while (thrown != null && thrown.getCause() != null) {
			thrown = thrown.getCause();
		}
		return thrown;
	}

	private TestTier store(Consumer<TierSettings.Builder> customizer) {
		return TestTier.store(new RedisStandaloneConfiguration(this.proxy.host(), this.proxy.port()), customizer);
	}

	private TestTier cache(Consumer<TierSettings.Builder> customizer) {
		return TestTier.cache(new RedisStandaloneConfiguration(this.proxy.host(), this.proxy.port()), customizer);
	}

}
