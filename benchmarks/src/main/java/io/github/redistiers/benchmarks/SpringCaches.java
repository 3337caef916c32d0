package io.github.redistiers.benchmarks;

import java.util.List;
import java.util.function.Consumer;

import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.redistiers.TierRole;
import io.github.redistiers.cache.CacheSettings;
import io.github.redistiers.cache.CacheTierCacheManager;
import io.github.redistiers.codec.JsonCodecs;
import io.github.redistiers.connection.TierConnectionFactory;
import io.github.redistiers.connection.TierSettings;
import io.lettuce.core.RedisURI;

import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.caffeine.CaffeineCacheManager;
import org.springframework.data.redis.cache.RedisCacheConfiguration;
import org.springframework.data.redis.cache.RedisCacheManager;
import org.springframework.data.redis.cache.RedisCacheWriter;
import org.springframework.data.redis.cache.RedisCacheWriter.RedisCacheWriterConfigurer;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.serializer.GenericJacksonJsonRedisSerializer;
import org.springframework.data.redis.serializer.GenericJacksonJsonRedisSerializer.GenericJacksonJsonRedisSerializerBuilder;
import org.springframework.data.redis.serializer.RedisSerializationContext.SerializationPair;
import org.springframework.data.redis.serializer.RedisSerializer;

/**
 * Caches of articles as Spring knows them, with what has to end when they do.
 */
final class SpringCaches implements AutoCloseable {

	private final CacheManager manager;

	private final List<Runnable> ends;

	private SpringCaches(CacheManager manager, Runnable... ends) {
		this.manager = manager;
		this.ends = List.of(ends);
	}

	static SpringCaches tiers(RedisURI address, CacheSettings settings) {
		// the store's time limit, since 200 callers on a busy machine are not the point
		TierSettings tier = TierSettings
			.builder("benchmark", TierRole.STORE,
					new RedisStandaloneConfiguration(address.getHost(), address.getPort()))
			.build();
		TierConnectionFactory factory = new TierConnectionFactory(tier);
		factory.afterPropertiesSet();
		factory.start();
		CacheTierCacheManager manager = new CacheTierCacheManager(factory, "benchmark:",
				new JsonCodecs(List.of(Article.class.getPackageName()), null), (cache) -> Article.class,
				(cache) -> settings);
		manager.afterPropertiesSet();
		return new SpringCaches(manager, manager::destroy, factory::destroy);
	}

	static SpringCaches springData(RedisURI address, RedisSerializer<Object> serializer,
			Consumer<RedisCacheWriterConfigurer> writer) {
		LettuceConnectionFactory factory = new LettuceConnectionFactory(address.getHost(), address.getPort());
		factory.afterPropertiesSet();
		factory.start();
		RedisCacheManager manager = RedisCacheManager.builder(RedisCacheWriter.create(factory, writer))
			.cacheDefaults(RedisCacheConfiguration.defaultCacheConfig()
				.entryTtl(CacheSubject.TIME_TO_LIVE)
				.serializeValuesWith(SerializationPair.fromSerializer(serializer)))
			.build();
		manager.afterPropertiesSet();
		return new SpringCaches(manager, factory::destroy);
	}

	static SpringCaches caffeine() {
		CaffeineCacheManager manager = new CaffeineCacheManager();
		manager.setCaffeine(Caffeine.newBuilder().expireAfterWrite(CacheSubject.TIME_TO_LIVE));
		return new SpringCaches(manager);
	}

	static RedisSerializer<Object> genericJson() {
		return GenericJacksonJsonRedisSerializer
			.create(GenericJacksonJsonRedisSerializerBuilder::enableUnsafeDefaultTyping);
	}

	Cache get(String name) {
		Cache found = this.manager.getCache(name);
		if (found == null) {
			throw new IllegalStateException("There is no cache " + name);
		}
		return found;
	}

	@Override
	public void close() {
		this.ends.forEach(Runnable::run);
	}

}
