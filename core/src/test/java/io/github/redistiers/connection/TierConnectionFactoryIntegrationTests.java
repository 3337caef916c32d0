package io.github.redistiers.connection;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.redistiers.TierRole;
import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.devservices.ServerGeneration;
import io.lettuce.core.api.StatefulConnection;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.dao.QueryTimeoutException;
import org.springframework.data.redis.RedisConnectionFailureException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.stream.MapRecord;
import org.springframework.data.redis.connection.stream.StreamOffset;
import org.springframework.data.redis.connection.stream.StreamReadOptions;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.data.redis.core.SessionCallback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@EachServerGeneration
class TierConnectionFactoryIntegrationTests {

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.store();

	TierConnectionFactoryIntegrationTests(ServerGeneration generation) {
	}

	@Test
	void readsWhatItWrote() {
		try (TestTier store = store()) {
			store.template().opsForValue().set("a", "1");
			assertThat(store.template().opsForValue().get("a")).isEqualTo("1");
		}
	}

	@Test
	void readsAndWritesReactively() {
		try (TestTier store = store()) {
			ReactiveStringRedisTemplate template = new ReactiveStringRedisTemplate(store.factory());
			template.opsForValue().set("a", "1").block();
			assertThat(template.opsForValue().get("a").block()).isEqualTo("1");
		}
	}

	@Test
	void connectsTheCacheInTheBackground() {
		try (TestTier cache = cache()) {
			Awaitility.await().ignoreExceptions().until(() -> !cache.template().hasKey("a"));
			cache.template().opsForValue().set("a", "1", Duration.ofMinutes(1));
			assertThat(new ReactiveStringRedisTemplate(cache.factory()).opsForValue().get("a").block()).isEqualTo("1");
		}
	}

	@Test
	void connectsNoMoreOnceItIsStoppedButAfterAnotherStart() {
		TierConnectionFactory factory = new TierConnectionFactory(TierSettings
			.builder("stopped", TierRole.STORE,
					new RedisStandaloneConfiguration(server.get().host(), server.get().port()))
			.timeout(Duration.ofSeconds(5))
			.connectTimeout(Duration.ofSeconds(10))
			.build());
		factory.afterPropertiesSet();
		factory.start();
		try (RedisConnection held = factory.getConnection()) {
			assertThat(held.ping()).isEqualTo("PONG");
			factory.stop();
			assertThatExceptionOfType(RedisConnectionFailureException.class)
				.isThrownBy(() -> held.listCommands().bLPop(1, new byte[] { 'a' }))
				.withMessageContaining("The connection factory was stopped");
			assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
				.doesNotContain("redis-tiers-connect-stopped");
			factory.start();
			try (RedisConnection again = factory.getConnection()) {
				assertThat(again.ping()).isEqualTo("PONG");
			}
		}
		finally {
			factory.destroy();
		}
	}

	@Test
	void letsABlockingPopWaitLongerThanTheTimeLimit() {
		try (TestTier store = store((settings) -> settings.timeout(Duration.ofMillis(300)))) {
			assertThat(store.template().opsForList().leftPop("absent", Duration.ofSeconds(2))).isNull();
		}
	}

	@Test
	void letsABlockingReadOfAStreamWaitLongerThanTheTimeLimit() {
		try (TestTier store = store((settings) -> settings.timeout(Duration.ofMillis(300)))) {
			List<MapRecord<String, Object, Object>> records = store.template()
				.opsForStream()
				.read(StreamReadOptions.empty().block(Duration.ofSeconds(1)), StreamOffset.fromStart("absent"));
			assertThat(records).isEmpty();
		}
	}

	@Test
	void letsABlockingPopWaitForEver() {
		try (TestTier store = store((settings) -> settings.timeout(Duration.ofMillis(300)))) {
			CompletableFuture<String> popped = CompletableFuture
				.supplyAsync(() -> store.template().opsForList().leftPop("late", Duration.ZERO));
			Awaitility.await()
				.during(Duration.ofMillis(900))
				.atMost(Duration.ofSeconds(5))
				.until(() -> !popped.isDone());
			server.execute("RPUSH", "late", "at last");
			assertThat(popped.join()).isEqualTo("at last");
		}
	}

	@Test
	void endsACommandThatTheServerDoesNotAnswerInTime() {
		try (TestTier store = store((settings) -> settings.timeout(Duration.ofMillis(200)))) {
			store.template().hasKey("a");
			server.get().pause();
			assertThatExceptionOfType(QueryTimeoutException.class)
				.isThrownBy(() -> store.template().opsForValue().get("a"));
			server.get().resume();
		}
	}

	@Test
	void namesItsConnections() {
		try (TestTier store = store((settings) -> settings.clientName("shop:store"))) {
			store.template().hasKey("a");
			assertThat(String.valueOf(server.execute("CLIENT", "LIST"))).contains("name=shop:store ");
		}
	}

	@Test
	void takesBlockingAndTransactionalConnectionsFromThePool() {
		GenericObjectPoolConfig<StatefulConnection<?, ?>> pool = new GenericObjectPoolConfig<>();
		pool.setMaxTotal(1);
		try (TestTier store = store((settings) -> settings.clientName("pooled").pool(pool))) {
			for (int i = 0; i < 5; i++) {
				store.template().opsForList().leftPop("absent", Duration.ofMillis(100));
				store.template().execute(SessionCallbacks.increment("n"));
			}
			assertThat(store.template().opsForValue().get("n")).isEqualTo("5");
			assertThat(String.valueOf(server.execute("CLIENT", "LIST")).split("name=pooled ", -1)).hasSize(3);
			assertThat(connectionsReceived()).isLessThan(10);
		}
	}

	@Test
	void saysThatThePoolIsExhausted() {
		GenericObjectPoolConfig<StatefulConnection<?, ?>> pool = new GenericObjectPoolConfig<>();
		pool.setMaxTotal(1);
		try (TestTier store = store((settings) -> settings.timeout(Duration.ofMillis(300)).pool(pool))) {
			CompletableFuture<String> popped = CompletableFuture
				.supplyAsync(() -> store.template().opsForList().leftPop("late", Duration.ZERO));
			Awaitility.await()
				.until(() -> String.valueOf(server.execute("INFO", "clients")).contains("blocked_clients:1"));
			assertThatExceptionOfType(RedisConnectionFailureException.class)
				.isThrownBy(() -> store.template().opsForList().leftPop("late", Duration.ofSeconds(1)))
				.withMessageContaining("redis-tiers.store.lettuce.pool.max-active");
			server.execute("RPUSH", "late", "at last");
			assertThat(popped).succeedsWithin(Duration.ofSeconds(10)).isEqualTo("at last");
		}
	}

	@Test
	void opensAConnectionForEachTransactionWithoutAPool() {
		try (TestTier store = store()) {
			store.template().execute(SessionCallbacks.increment("n"));
			store.template().execute(SessionCallbacks.increment("n"));
			assertThat(store.template().opsForValue().get("n")).isEqualTo("2");
		}
	}

	private long connectionsReceived() {
		return String.valueOf(server.execute("INFO", "stats"))
			.lines()
			.filter((line) -> line.startsWith("total_connections_received:"))
			.mapToLong((line) -> Long.parseLong(line.substring(line.indexOf(':') + 1).trim()))
			.findFirst()
			.orElseThrow();
	}

	private static TestTier store() {
		return TestTier.store(server.host(), server.port());
	}

	private static TestTier store(java.util.function.Consumer<TierSettings.Builder> customizer) {
		return TestTier.store(new RedisStandaloneConfiguration(server.host(), server.port()), customizer);
	}

	private static TestTier cache() {
		return TestTier.cache(server.host(), server.port());
	}

	/**
	 * Transactions.
	 */
	static final class SessionCallbacks {

		private SessionCallbacks() {
		}

		static SessionCallback<List<Object>> increment(String key) {
			return new SessionCallback<>() {

				@Override
				@SuppressWarnings("unchecked")
				public <K, V> List<Object> execute(
						org.springframework.data.redis.core.RedisOperations<K, V> operations) {
					operations.multi();
					operations.opsForValue().increment((K) key);
					return operations.exec();
				}

			};
		}

	}

}
