package io.github.redistiers.benchmarks;

import java.util.stream.IntStream;

import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.ServerPreset;
import io.lettuce.core.RedisURI;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A cache that holds every key, on a server of its own.
 */
@State(Scope.Benchmark)
public class FilledCache {

	private static final double EXPONENT = 0.99;

	@Param("RAW")
	CacheSubject subject = CacheSubject.RAW;

	@Param("100000")
	int keys;

	private String[] texts = {};

	private Article[] articles = {};

	private @Nullable Zipf zipf;

	private @Nullable RedisServer server;

	private @Nullable MeasuredCache cache;

	@Setup
	public void open() {
		this.texts = IntStream.range(0, this.keys).mapToObj((number) -> "article-" + number).toArray(String[]::new);
		this.articles = IntStream.range(0, this.keys).mapToObj(Article::of).toArray(Article[]::new);
		this.zipf = new Zipf(this.keys, EXPONENT);
		RedisServer started = RedisServer.builder().preset(ServerPreset.CACHE).setting("maxmemory", "1gb").start();
		this.server = started;
		MeasuredCache opened = this.subject.open(RedisURI.create(started.address()));
		this.cache = opened;
		Crowd.forEach(this.keys, (key) -> opened.put(this.texts[key], this.articles[key]));
	}

	@TearDown
	public void close() {
		if (this.cache != null) {
			this.cache.close();
		}
		if (this.server != null) {
			this.server.close();
		}
	}

	MeasuredCache cache() {
		return required(this.cache);
	}

	int anyKey() {
		return required(this.zipf).next();
	}

	String text(int key) {
		return this.texts[key];
	}

	Article article(int key) {
		return this.articles[key];
	}

	private static <T> T required(@Nullable T part) {
		if (part == null) {
			throw new IllegalStateException("Not opened");
		}
		return part;
	}

}
