package io.github.redistiers.store;

import java.time.Duration;

import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.RedisServerBuilder;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.devservices.ServerPreset;
import io.github.redistiers.store.counter.CounterRepository;
import io.github.redistiers.store.counter.CounterStructure;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.data.redis.connection.RedisStandaloneConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Servers that do not accept the store's credentials, from the first or any more.
 */
@Timeout(120)
@EachServerGeneration
class UnauthorizedStoreFaultTests {

	private static final Duration LIMIT = Duration.ofSeconds(5);

	private final ServerGeneration generation;

	UnauthorizedStoreFaultTests(ServerGeneration generation) {
		this.generation = generation;
	}

	@ParameterizedTest
	@CsvSource({ ",", "wrong-one" })
	void areNamedWhereTheyNeverWere(@Nullable String password) {
		try (RedisServer server = server().password("right-one").start(); TestStore store = store(server, password)) {
			assertNamed(store, StoreRefusedException.class);
			assertThat(catchThrowable(() -> counters(store).increment("here"))).hasMessageContaining("password")
				.hasMessageNotContaining("wrong-one");
			server.execute("CONFIG", "SET", "requirepass", "wrong-one");
			if (password != null) {
				Awaitility.await()
					.ignoreExceptions()
					.untilAsserted(() -> assertThat(counters(store).increment("here")).isEqualTo(1));
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "''", "right-one" })
	void areNamedWhereTheyChangeUnderAConnectionThatIsLost(String password) {
		try (RedisServer server = server().start()) {
			server.execute("CONFIG", "SET", "requirepass", password);
			try (TestStore store = store(server, password)) {
				assertThat(counters(store).increment("here")).isEqualTo(1);
				server.execute("CONFIG", "SET", "requirepass", "another-one");
				assertThat(counters(store).increment("here")).as("who is in, stays in").isEqualTo(2);
				server.execute("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
				Awaitility.await()
					.until(() -> catchThrowable(
							() -> counters(store).value("here")) instanceof StoreUnavailableException);
				assertNamed(store, StoreUnavailableException.class);
				server.execute("CONFIG", "SET", "requirepass", password);
				Awaitility.await()
					.ignoreExceptions()
					.untilAsserted(() -> assertThat(counters(store).increment("here")).isEqualTo(3));
				assertThat(store.template().hasKey("there")).isFalse();
			}
		}
	}

	private static void assertNamed(TestStore store, Class<?> name) {
		ThrownFailure.assertNamed(() -> counters(store).increment("here"), name, Applied.NO);
		ThrownFailure.assertNamed(() -> ThrownFailure.join(counters(store).incrementAsync("here")), name, Applied.NO);
		ThrownFailure.assertNamed(() -> store.template().opsForValue().increment("there"), name, Applied.NO);
	}

	private RedisServerBuilder server() {
		return RedisServer.builder().generation(this.generation).preset(ServerPreset.STORE);
	}

	private static TestStore store(RedisServer server, @Nullable String password) {
		RedisStandaloneConfiguration configuration = new RedisStandaloneConfiguration(server.host(), server.port());
		configuration.setPassword(password);
		return TestStore.on(configuration, LIMIT, new CounterStructure());
	}

	private static CounterRepository counters(TestStore store) {
		return store.repositories().create(CounterRepository.class, "page-views");
	}

}
