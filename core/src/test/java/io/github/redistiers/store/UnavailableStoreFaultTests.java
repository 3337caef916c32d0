package io.github.redistiers.store;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.github.redistiers.OneNodeCluster;
import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.RedisServerBuilder;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.devservices.ServerPreset;
import io.github.redistiers.store.counter.CounterRepository;
import io.github.redistiers.store.counter.CounterStructure;
import io.github.redistiers.store.ratelimit.RateLimit;
import io.github.redistiers.store.ratelimit.RateLimitRepository;
import io.github.redistiers.store.ratelimit.RateLimitStructure;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.async.RedisAsyncCommands;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.core.script.RedisScript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Servers that are there, answer, and cannot serve.
 */
@Timeout(120)
@EachServerGeneration
class UnavailableStoreFaultTests {

	private static final Duration LIMIT = Duration.ofSeconds(5);

	private static final RateLimit MUCH = RateLimit.perDay(100);

	// a server that loads answers once in 1,024 keys, here some 10 times a second, and
	// takes four seconds unless it is told to hurry
	private static final int KEYS = 40 * 1024;

	private final ServerGeneration generation;

	UnavailableStoreFaultTests(ServerGeneration generation) {
		this.generation = generation;
	}

	@Test
	void isNamedWhileTheServerLoadsItsData() throws Exception {
		try (RedisServer server = server().setting("key-load-delay", "100").start();
				TestStore store = TestStore.on(server, structures())) {
			fill(server);
			assertThat(counters(store).increment("here")).isEqualTo(1);
			server.stop();
			CompletableFuture<Void> restart = CompletableFuture.runAsync(server::restart);
			// the breaker may have opened while the server was away
			Awaitility.await()
				.atMost(Duration.ofSeconds(30))
				.untilAsserted(() -> assertWritesUnavailable(store, "LOADING"));
			hurry(store);
			restart.get(30, TimeUnit.SECONDS);
			Awaitility.await()
				.ignoreExceptions()
				.untilAsserted(() -> assertThat(counters(store).increment("here")).isEqualTo(2));
			assertThat(store.template().hasKey("there")).isFalse();
		}
	}

	@Test
	void isNamedOnAReplicaThatHasLostItsPrimary() {
		try (RedisServer server = server().setting("replica-serve-stale-data", "no").start();
				TestStore store = TestStore.on(server, structures())) {
			assertThat(counters(store).increment("here")).isEqualTo(1);
			server.makeReadOnly();
			ThrownFailure.assertNamed(() -> counters(store).increment("here"), StoreReadOnlyException.class,
					Applied.NO);
			// on a new connection: the old one was given up
			Awaitility.await()
				.untilAsserted(() -> assertUnavailable(() -> counters(store).value("here"), "MASTERDOWN"));
			assertReadsUnavailable(store, "MASTERDOWN");
			server.makePrimary();
			assertThat(counters(store).increment("here")).isEqualTo(2);
		}
	}

	@Test
	void isNamedWhileAClusterDoesNotCoverAllSlots() {
		try (RedisServer server = OneNodeCluster.start(server())) {
			RedisClusterConfiguration cluster = new RedisClusterConfiguration(
					List.of(server.host() + ":" + server.port()));
			try (TestStore store = TestStore.on(cluster, LIMIT, structures())) {
				assertThat(counters(store).increment("here")).isEqualTo(1);
				int slot = slot(server, "shop:counter:page-views:here");
				OneNodeCluster.slots(server, "DELSLOTS", IntStream.of(slot));
				OneNodeCluster.awaitState(server, "fail");
				assertWritesUnavailable(store, "");
				assertReadsUnavailable(store, "");
				OneNodeCluster.slots(server, "ADDSLOTS", IntStream.of(slot));
				Awaitility.await()
					.ignoreExceptions()
					.untilAsserted(() -> assertThat(counters(store).increment("here")).isEqualTo(2));
			}
		}
	}

	private void hurry(TestStore store) {
		// Redis 6.2 changes no settings while it loads
		if (this.generation != ServerGeneration.REDIS_6_2) {
			store.template().execute((RedisConnection connection) -> {
				connection.serverCommands().setConfig("key-load-delay", "0");
				return "";
			});
		}
	}

	private static void assertWritesUnavailable(TestStore store, String code) {
		assertUnavailable(() -> counters(store).increment("here"), code);
		assertUnavailable(() -> ThrownFailure.join(counters(store).incrementAsync("here")), code);
		assertUnavailable(() -> store.template().opsForValue().increment("there"), code);
	}

	private static void assertReadsUnavailable(TestStore store, String code) {
		assertUnavailable(() -> counters(store).value("here"), code);
		assertUnavailable(() -> ThrownFailure.join(counters(store).valueAsync("here")), code);
		assertUnavailable(() -> limiter(store).tryAcquire("ann", MUCH), code);
		assertUnavailable(() -> ThrownFailure.join(limiter(store).tryAcquireAsync("ann", MUCH)), code);
		assertUnavailable(() -> store.template().opsForValue().get("there"), code);
		assertUnavailable(
				() -> store.template()
					.execute(RedisScript.of("return redis.call('GET', KEYS[1])", String.class), List.of("there")),
				code);
	}

	private static void assertUnavailable(Runnable call, String code) {
		assertThat(ThrownFailure.assertNamed(call, StoreUnavailableException.class, Applied.NO))
			.hasMessageContaining(code);
	}

	private RedisServerBuilder server() {
		return RedisServer.builder().generation(this.generation).preset(ServerPreset.STORE);
	}

	private static StructureFactory<?>[] structures() {
		return new StructureFactory<?>[] { new CounterStructure(), new RateLimitStructure() };
	}

	private static CounterRepository counters(TestStore store) {
		return store.repositories().create(CounterRepository.class, "page-views");
	}

	private static RateLimitRepository limiter(TestStore store) {
		return store.repositories().create(RateLimitRepository.class, "requests");
	}

	private static int slot(RedisServer server, String key) {
		return Integer.parseInt(String.valueOf(server.execute("CLUSTER", "KEYSLOT", key)));
	}

	// one command a key and no transaction, since the server answers between commands
	private static void fill(RedisServer server) throws Exception {
		RedisAsyncCommands<String, String> commands = server.commands().getStatefulConnection().async();
		List<RedisFuture<String>> answers = IntStream.range(0, KEYS)
			.mapToObj((number) -> commands.set("key:" + number, "value"))
			.toList();
		for (RedisFuture<String> answer : answers) {
			answer.get(30, TimeUnit.SECONDS);
		}
	}

}
