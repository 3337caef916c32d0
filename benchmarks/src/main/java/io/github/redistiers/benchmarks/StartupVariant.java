package io.github.redistiers.benchmarks;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.github.redistiers.TierRole;
import io.github.redistiers.boot.TierConnectionDetails;
import io.github.redistiers.devservices.RedisServer;
import io.lettuce.core.RedisClient;

import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.data.redis.core.RedisTemplate;

/**
 * The applications whose starts are compared: what is on their class path, and how they
 * are set.
 */
public enum StartupVariant {

	WEB("web application without Redis", noRedis(), "--spring.cache.type=simple"),

	DATA_REDIS("with spring-boot-starter-data-redis", noTiers(), "--spring.data.redis.url=${store}"),

	UNGUARDED("with Redis Tiers, guard off", Set.of(), "--redis-tiers.cache.url=${cache}",
			"--redis-tiers.store.url=${store}", "--redis-tiers.guard.mode=off"),

	GUARDED("with Redis Tiers, guard enforcing", Set.of(), "--redis-tiers.cache.url=${cache}",
			"--redis-tiers.store.url=${store}", "--redis-tiers.guard.mode=enforce");

	private final String title;

	private final Set<Class<?>> absent;

	private final List<String> arguments;

	StartupVariant(String title, Set<Class<?>> absent, String... arguments) {
		this.title = title;
		this.absent = absent;
		this.arguments = List.of(arguments);
	}

	String title() {
		return this.title;
	}

	Set<Class<?>> absent() {
		return this.absent;
	}

	List<String> arguments(String cache, String store) {
		return Stream.concat(Stream.of("--server.port=0"), this.arguments.stream())
			.map((argument) -> argument.replace("${cache}", cache).replace("${store}", store))
			.toList();
	}

	private static Set<Class<?>> noTiers() {
		return Set.of(TierRole.class, TierConnectionDetails.class, RedisServer.class);
	}

	private static Set<Class<?>> noRedis() {
		return Set.of(TierRole.class, TierConnectionDetails.class, RedisServer.class, RedisClient.class,
				RedisTemplate.class, DataRedisAutoConfiguration.class);
	}

}
