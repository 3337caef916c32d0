package io.github.redistiers.store;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.redistiers.TierRole;
import io.github.redistiers.connection.TierConnectionFactory;
import io.github.redistiers.connection.TierSettings;
import io.github.redistiers.devservices.FaultProxy;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.store.counter.CounterRepository;
import io.github.redistiers.store.counter.CounterStructure;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettucePoolingClientConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Repositories on an application's own connection factory.
 */
@Timeout(60)
class StoreLinkIntegrationTests {

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.store();

	@Test
	void keepsOutOfTransactionsWhereConnectionsAreNotShared() {
		LettuceConnectionFactory pooled = new LettuceConnectionFactory(
				new RedisStandaloneConfiguration(server.get().host(), server.get().port()),
				LettucePoolingClientConfiguration.builder().poolConfig(new GenericObjectPoolConfig<>()).build());
		pooled.setShareNativeConnection(false);
		pooled.afterPropertiesSet();
		pooled.start();
		try {
			CounterRepository counters = new StoreRepositories(pooled, "shop:", new StoreBreakers(null, null),
					StoreRetrySettings.defaults(), DurabilitySettings.defaults(), List.of(new CounterStructure()))
				.create(CounterRepository.class, "views");
			assertThat(counters.increment("a")).isEqualTo(1);
			try (RedisConnection transaction = pooled.getConnection()) {
				transaction.multi();
				transaction.stringCommands().set(new byte[] { 'b' }, new byte[] { '1' });
				assertThat(counters.increment("a")).isEqualTo(2);
				transaction.discard();
			}
			assertThat(counters.value("a")).isEqualTo(2);
			assertThat(server.execute("EXISTS", "b")).isEqualTo(0L);
		}
		finally {
			pooled.destroy();
		}
	}

	@Test
	void keepsRetriesOffLettucesThreadsThatWouldWaitForAConnection() {
		Set<Thread> waiting = ConcurrentHashMap.newKeySet();
		try (FaultProxy proxy = FaultProxy.to(server.get())) {
			TierConnectionFactory factory = factory(proxy, waiting);
			proxy.refuseConnections();
			factory.afterPropertiesSet();
			factory.start();
			try (StoreRepositories repositories = new StoreRepositories(factory, "shop:", new StoreBreakers(null, null),
					StoreRetrySettings.defaults(), DurabilitySettings.defaults(), List.of(new CounterStructure()))) {
				CounterRepository counters = repositories.create(CounterRepository.class, "later");
				ThrownFailure.assertNamed(() -> ThrownFailure.join(counters.incrementAsync("a")),
						StoreUnavailableException.class, Applied.NO);
				assertThat(waiting).containsExactly(Thread.currentThread());
				proxy.pass();
				Awaitility.await()
					.ignoreExceptions()
					.untilAsserted(
							() -> assertThat(counters.incrementAsync("a").toCompletableFuture().join()).isEqualTo(1));
			}
			finally {
				factory.destroy();
			}
		}
	}

	private static TierConnectionFactory factory(FaultProxy proxy, Set<Thread> waiting) {
		TierSettings settings = TierSettings
			.builder("store", TierRole.STORE, new RedisStandaloneConfiguration(proxy.host(), proxy.port()))
			.timeout(Duration.ofSeconds(30))
			.connectTimeout(Duration.ofSeconds(10))
			.failureTranslation(new StoreExceptionTranslation())
			.build();
		return new TierConnectionFactory(settings) {

			@Override
			public RedisConnection getConnection() {
				waiting.add(Thread.currentThread());
				return super.getConnection();
			}

		};
	}

}
