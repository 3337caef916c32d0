package io.github.redistiers.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.lettuce.core.RedisURI;
import org.jspecify.annotations.Nullable;
import org.redisson.Redisson;
import org.redisson.api.RMapCache;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;

/**
 * Redisson's map whose entries have a time to live, which its Spring cache stands on.
 */
final class RedissonRemote implements ClearableCache, LoadingCache {

	private final RedissonClient client;

	private final RMapCache<String, Article> map;

	RedissonRemote(RedisURI address) {
		Config config = new Config();
		config.useSingleServer().setAddress("redis://" + address.getHost() + ":" + address.getPort());
		this.client = Redisson.create(config);
		this.map = this.client.getMapCache("articles");
	}

	@Override
	public @Nullable Object get(String key) {
		return this.map.get(key);
	}

	@Override
	public void put(String key, Article value) {
		this.map.fastPut(key, value, CacheSubject.TIME_TO_LIVE.toMillis(), TimeUnit.MILLISECONDS);
	}

	@Override
	public Object load(String key, Supplier<Article> source) {
		return this.map.computeIfAbsent(key, CacheSubject.TIME_TO_LIVE, (absent) -> source.get());
	}

	@Override
	public void clear() {
		this.map.clear();
	}

	@Override
	public void close() {
		this.client.shutdown();
	}

}
