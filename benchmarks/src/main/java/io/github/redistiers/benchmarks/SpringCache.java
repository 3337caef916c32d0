package io.github.redistiers.benchmarks;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.cache.Cache;

/**
 * One of Spring's caches.
 */
final class SpringCache implements ClearableCache, LoadingCache {

	private final SpringCaches caches;

	private final Cache cache;

	SpringCache(SpringCaches caches) {
		this.caches = caches;
		this.cache = caches.get("articles");
	}

	@Override
	public @Nullable Object get(String key) {
		return this.cache.get(key);
	}

	@Override
	public void put(String key, Article value) {
		this.cache.put(key, value);
	}

	@Override
	public @Nullable Object load(String key, Supplier<Article> source) {
		return this.cache.get(key, source::get);
	}

	@Override
	public void clear() {
		this.cache.clear();
	}

	@Override
	public void close() {
		this.caches.close();
	}

}
