package io.github.redistiers.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import com.alicp.jetcache.Cache;
import com.alicp.jetcache.CacheResult;
import com.alicp.jetcache.redis.lettuce.RedisLettuceCacheBuilder;
import com.alicp.jetcache.support.Kryo5ValueDecoder;
import com.alicp.jetcache.support.Kryo5ValueEncoder;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import org.jspecify.annotations.Nullable;

/**
 * JetCache with its remote cache alone.
 */
final class JetCacheRemote implements MeasuredCache, LoadingCache {

	private final RedisClient client;

	private final Cache<String, Article> cache;

	JetCacheRemote(RedisURI address) {
		this.client = RedisClient.create(address);
		this.cache = RedisLettuceCacheBuilder.createRedisLettuceCacheBuilder()
			.redisClient(this.client)
			.keyPrefix("jetcache:")
			.keyConvertor((key) -> key)
			.valueEncoder(Kryo5ValueEncoder.INSTANCE)
			.valueDecoder(Kryo5ValueDecoder.INSTANCE)
			.cachePenetrateProtect(true)
			.expireAfterWrite(CacheSubject.TIME_TO_LIVE.toMillis(), TimeUnit.MILLISECONDS)
			.buildCache();
	}

	@Override
	public @Nullable Object get(String key) {
		return this.cache.get(key);
	}

	@Override
	public void put(String key, Article value) {
		CacheResult result = this.cache.PUT(key, value);
		if (!result.isSuccess()) {
			throw new IllegalStateException(result.getMessage());
		}
	}

	@Override
	public Object load(String key, Supplier<Article> source) {
		return this.cache.computeIfAbsent(key, (absent) -> source.get());
	}

	@Override
	public void close() {
		this.cache.close();
		this.client.shutdown();
	}

}
