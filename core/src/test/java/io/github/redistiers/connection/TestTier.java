package io.github.redistiers.connection;

import java.time.Duration;
import java.util.function.Consumer;

import io.github.redistiers.TierRole;

import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * A started tier that a test closes.
 */
final class TestTier implements AutoCloseable {

	private final TierConnectionFactory factory;

	private final StringRedisTemplate template;

	private TestTier(TierSettings settings) {
		this.factory = new TierConnectionFactory(settings);
		this.factory.afterPropertiesSet();
		this.factory.start();
		this.template = new StringRedisTemplate(this.factory);
	}

	static TestTier store(String host, int port) {
		return store(new RedisStandaloneConfiguration(host, port), (settings) -> {
		});
	}

	static TestTier store(RedisConfiguration configuration, Consumer<TierSettings.Builder> customizer) {
		return tier("store", TierRole.STORE, configuration, customizer);
	}

	static TestTier cache(String host, int port) {
		return cache(new RedisStandaloneConfiguration(host, port), (settings) -> {
		});
	}

	static TestTier cache(RedisConfiguration configuration, Consumer<TierSettings.Builder> customizer) {
		return tier("cache", TierRole.CACHE, configuration, customizer);
	}

	private static TestTier tier(String name, TierRole role, RedisConfiguration configuration,
			Consumer<TierSettings.Builder> customizer) {
		// longer than by default: a busy machine is not what the tests are about
		TierSettings.Builder builder = TierSettings.builder(name, role, configuration)
			.timeout(Duration.ofSeconds(5))
			.connectTimeout(Duration.ofSeconds(10));
		customizer.accept(builder);
		return new TestTier(builder.build());
	}

	TierConnectionFactory factory() {
		return this.factory;
	}

	StringRedisTemplate template() {
		return this.template;
	}

	RedisTier tier() {
		TierSettings settings = this.factory.getSettings();
		return new RedisTier(settings.name(), settings.role(), this.factory);
	}

	@Override
	public void close() {
		this.factory.destroy();
	}

}
