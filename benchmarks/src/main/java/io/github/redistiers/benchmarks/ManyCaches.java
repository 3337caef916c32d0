package io.github.redistiers.benchmarks;

import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

import io.github.redistiers.cache.CacheSettings;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.ServerPreset;
import io.lettuce.core.RedisURI;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import org.springframework.cache.Cache.ValueWrapper;

/**
 * The same articles, spread over few or many caches of one cache tier.
 */
@State(Scope.Benchmark)
public class ManyCaches {

	private static final int ARTICLES = 10_000;

	@Param("1")
	int count;

	private String[] names = {};

	private String[] keys = {};

	private @Nullable RedisServer server;

	private @Nullable SpringCaches caches;

	@Setup
	public void open() {
		this.names = IntStream.range(0, this.count).mapToObj((number) -> "articles-" + number).toArray(String[]::new);
		this.keys = IntStream.range(0, ARTICLES).mapToObj((number) -> "article-" + number).toArray(String[]::new);
		RedisServer started = RedisServer.builder().preset(ServerPreset.CACHE).start();
		this.server = started;
		SpringCaches opened = SpringCaches.tiers(RedisURI.create(started.address()),
				CacheSettings.builder().timeToLive(CacheSubject.TIME_TO_LIVE).build());
		this.caches = opened;
		Crowd.forEach(ARTICLES, (number) -> opened.get(name(number)).put(this.keys[number], Article.of(number)));
	}

	@TearDown
	public void close() {
		if (this.caches != null) {
			this.caches.close();
		}
		if (this.server != null) {
			this.server.close();
		}
	}

	/**
	 * Finds an article in the cache that it is in, by the cache's name, as
	 * {@code @Cacheable} does.
	 */
	@Nullable ValueWrapper any() {
		SpringCaches opened = this.caches;
		if (opened == null) {
			throw new IllegalStateException("Not opened");
		}
		int number = ThreadLocalRandom.current().nextInt(ARTICLES);
		return opened.get(name(number)).get(this.keys[number]);
	}

	private String name(int number) {
		return this.names[number % this.count];
	}

}
