package io.github.redistiers.cache;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

import io.github.redistiers.TierRole;
import io.github.redistiers.codec.JsonCodecs;
import io.github.redistiers.connection.TierConnectionFactory;
import io.github.redistiers.connection.TierSettings;
import io.github.redistiers.devservices.RedisServer;
import org.awaitility.Awaitility;

import org.springframework.cache.Cache;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;

/**
 * A process with caches on a server, as tests see it.
 */
final class TestCaches implements AutoCloseable {

	static final String PREFIX = "shop:";

	private final TierConnectionFactory factory;

	private final CacheTierCacheManager cacheManager;

	/**
	 * One that waits for the server longer than a cache does, for tests that a busy
	 * machine must not make fail.
	 */
	TestCaches(RedisServer server) {
		this(server, CacheSettings.builder().build());
	}

	TestCaches(RedisServer server, CacheSettings settings) {
		this(patient(new RedisStandaloneConfiguration(server.host(), server.port())), PREFIX, settings,
				(cacheManager) -> {
				});
	}

	TestCaches(String host, int port, CacheSettings settings) {
		this(new RedisStandaloneConfiguration(host, port), PREFIX, settings, (cacheManager) -> {
		});
	}

	TestCaches(RedisConfiguration servers, String prefix, CacheSettings settings,
			Consumer<CacheTierCacheManager> customizer) {
		this(TierSettings.builder("cache", TierRole.CACHE, servers), prefix, settings, customizer);
	}

	/**
	 * A tier that waits for its server longer than a cache does.
	 */
	static TierSettings.Builder patient(RedisConfiguration servers) {
		return TierSettings.builder("cache", TierRole.CACHE, servers).timeout(Duration.ofSeconds(5));
	}

	TestCaches(TierSettings.Builder tier, String prefix, CacheSettings settings,
			Consumer<CacheTierCacheManager> customizer) {
		this.factory = new TierConnectionFactory(tier.build());
		this.factory.afterPropertiesSet();
		this.factory.start();
		awaitConnection();
		JsonCodecs codecs = new JsonCodecs(List.of(TestCaches.class.getPackageName()), null);
		Map<String, Class<?>> types = Map.of("products", Product.class, "texts", String.class);
		this.cacheManager = new CacheTierCacheManager(this.factory, prefix, codecs, types::get, (name) -> settings);
		customizer.accept(this.cacheManager);
		this.cacheManager.afterPropertiesSet();
	}

	void awaitConnection() {
		// a cache connects in the background and rejects meanwhile
		Awaitility.await().ignoreExceptions().until(() -> {
			try (var connection = this.factory.getConnection()) {
				return connection.ping() != null;
			}
		});
	}

	CacheTierCacheManager cacheManager() {
		return this.cacheManager;
	}

	Cache cache(String name) {
		Cache cache = this.cacheManager.getCache(name);
		if (cache == null) {
			throw new AssertionError(name);
		}
		return cache;
	}

	boolean isTrusting() {
		return this.cacheManager.server().trust() != null;
	}

	TierConnectionFactory factory() {
		return this.factory;
	}

	static <T> Callable<T> neverCalled() {
		return () -> {
			throw new AssertionError("The source was asked");
		};
	}

	@Override
	public void close() {
		this.cacheManager.destroy();
		this.factory.destroy();
	}

	record Product(long id, String name) {

	}

}
