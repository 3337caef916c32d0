package io.github.redistiers.store;

import java.time.Duration;
import java.util.List;

import io.github.redistiers.TierRole;
import io.github.redistiers.breaker.CircuitBreakerSettings;
import io.github.redistiers.connection.TierConnectionFactory;
import io.github.redistiers.connection.TierSettings;
import io.github.redistiers.devservices.RedisServer;

import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * A process with a store tier, as tests see it.
 */
public final class TestStore implements AutoCloseable {

	/**
	 * What every key begins with.
	 */
	public static final String PREFIX = "shop:";

	private final TierConnectionFactory factory;

	private final StringRedisTemplate template;

	private final StoreRepositories repositories;

	private TestStore(TierSettings.Builder settings, DurabilitySettings durability,
			List<StructureFactory<?>> structures) {
		StoreBreakers breakers = new StoreBreakers(CircuitBreakerSettings.defaults(), null);
		this.factory = new TierConnectionFactory(
				settings.failureTranslation(new StoreExceptionTranslation()).sharedCommands(breakers).build());
		this.factory.afterPropertiesSet();
		this.factory.start();
		this.template = new StringRedisTemplate(this.factory);
		this.repositories = new StoreRepositories(this.factory, PREFIX, breakers, StoreRetrySettings.defaults(),
				durability, structures);
	}

	public static TestStore on(RedisServer server, StructureFactory<?>... structures) {
		return on(server.host(), server.port(), Duration.ofSeconds(5), structures);
	}

	public static TestStore on(String host, int port, Duration timeout, StructureFactory<?>... structures) {
		return on(new RedisStandaloneConfiguration(host, port), timeout, structures);
	}

	public static TestStore on(RedisConfiguration servers, Duration timeout, StructureFactory<?>... structures) {
		return on(servers, timeout, DurabilitySettings.defaults(), structures);
	}

	public static TestStore on(RedisConfiguration servers, Duration timeout, DurabilitySettings durability,
			StructureFactory<?>... structures) {
		return new TestStore(TierSettings.builder("store", TierRole.STORE, servers).timeout(timeout), durability,
				List.of(structures));
	}

	public StoreRepositories repositories() {
		return this.repositories;
	}

	public StringRedisTemplate template() {
		return this.template;
	}

	@Override
	public void close() {
		this.repositories.close();
		this.factory.destroy();
	}

}
