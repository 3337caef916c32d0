package io.github.redistiers.cache;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.redistiers.connection.StrictTemplates;
import io.github.redistiers.devservices.RedisServerExtension;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.data.redis.connection.ReactiveRedisConnection;
import org.springframework.data.redis.connection.ReactiveStringCommands.SetCommand;
import org.springframework.data.redis.connection.RedisStringCommands.SetOption;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.RedisTemplate;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;
import org.springframework.data.redis.core.types.Expiration;
import org.springframework.data.redis.serializer.RedisSerializer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class StrictTemplatesIntegrationTests {

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.cache();

	private static final byte[] KEY = { 'k' };

	private static final byte[] VALUE = { 'v' };

	private TestCaches caches;

	private StringRedisTemplate text;

	private RedisTemplate<Object, Object> objects;

	private ReactiveStringRedisTemplate reactive;

	@BeforeEach
	void start() {
		this.caches = new TestCaches(server.get());
		StrictTemplates strict = new StrictTemplates(new ExpiryRule());
		this.text = strict.stringTemplate(this.caches.factory());
		this.objects = strict.template(this.caches.factory());
		this.objects.setKeySerializer(RedisSerializer.string());
		this.objects.afterPropertiesSet();
		this.reactive = strict.reactiveStringTemplate(this.caches.factory());
	}

	@AfterEach
	void stop() {
		this.caches.close();
	}

	@Test
	void writesWithAnExpiry() {
		this.text.opsForValue().set("a", "1", Duration.ofMinutes(1));
		this.text.opsForValue().setIfAbsent("b", "1", Duration.ofMinutes(1));
		this.objects.opsForValue().set("c", "1", Duration.ofMillis(90_500));
		this.reactive.opsForValue().set("d", "1", Duration.ofMinutes(1)).block();
		callback((connection) -> connection.execute("SET", "e".getBytes(StandardCharsets.UTF_8), VALUE,
				"px".getBytes(StandardCharsets.UTF_8), "90000".getBytes(StandardCharsets.UTF_8)));
		assertThat(this.text.opsForValue().get("a")).isEqualTo("1");
		assertThat(this.reactive.opsForValue().get("d").block()).isEqualTo("1");
		assertThat(this.text.keys("*")).hasSize(5)
			.allSatisfy((key) -> assertThat(this.text.getExpire(key)).isPositive());
	}

	@Test
	void deletesExpiresAndRunsScripts() {
		this.text.opsForValue().set("a", "1", Duration.ofMinutes(1));
		this.text.expire("a", Duration.ofMinutes(2));
		assertThat(this.text.delete("a")).isTrue();
		assertThat(this.text.execute(RedisScript.of("return 1", Long.class), List.of("a"))).isEqualTo(1);
	}

	@TestFactory
	Stream<DynamicTest> refusesAWriteWithoutExpiry() {
		return Stream.of(refused("set", () -> this.text.opsForValue().set("a", "1")),
				refused("setIfAbsent", () -> this.text.opsForValue().setIfAbsent("a", "1")),
				refused("getAndSet", () -> this.text.opsForValue().getAndSet("a", "1")),
				refused("getAndPersist", () -> this.text.opsForValue().getAndPersist("a")),
				refused("multiSet", () -> this.text.opsForValue().multiSet(Map.of("a", "1"))),
				refused("increment", () -> this.text.opsForValue().increment("a")),
				refused("append", () -> this.text.opsForValue().append("a", "1")),
				refused("hash", () -> this.text.opsForHash().put("a", "b", "1")),
				refused("list", () -> this.text.opsForList().leftPush("a", "1")),
				refused("set of values", () -> this.text.opsForSet().add("a", "1")),
				refused("union", () -> this.text.opsForSet().unionAndStore("a", "b", "c")),
				refused("sorted set", () -> this.text.opsForZSet().add("a", "1", 1)),
				refused("stream", () -> this.text.opsForStream().add("a", Map.of("b", "1"))),
				refused("persist", () -> this.text.persist("a")),
				refused("objects", () -> this.objects.opsForValue().set("a", "1")),
				refused("objects in a hash", () -> this.objects.opsForHash().put("a", "b", "1")),
				refused("callback", () -> callback((connection) -> connection.stringCommands().set(KEY, VALUE))),
				refused("keep ttl",
						() -> callback((connection) -> connection.stringCommands()
							.set(KEY, VALUE, Expiration.keepTtl(), SetOption.upsert()))),
				refused("raw SET", () -> callback((connection) -> connection.execute("SET", KEY, VALUE))),
				refused("raw HSET", () -> callback((connection) -> connection.execute("HSET", KEY, KEY, VALUE))),
				refused("pipeline",
						() -> this.text.executePipelined(
								(RedisCallback<?>) (connection) -> connection.stringCommands().set(KEY, VALUE))),
				refused("reactive set", () -> this.reactive.opsForValue().set("a", "1").block()),
				refused("reactive increment", () -> this.reactive.opsForValue().increment("a").block()),
				refused("reactive hash", () -> this.reactive.opsForHash().put("a", "b", "1").block()),
				refused("reactive list", () -> this.reactive.opsForList().leftPush("a", "1").block()),
				refused("reactive command",
						() -> this.reactive.execute(StrictTemplatesIntegrationTests::setByCommand).blockLast()));
	}

	private static Flux<?> setByCommand(ReactiveRedisConnection connection) {
		return connection.stringCommands()
			.set(Mono.just(SetCommand.set(ByteBuffer.wrap(KEY)).value(ByteBuffer.wrap(VALUE))));
	}

	private void callback(RedisCallback<?> callback) {
		this.objects.execute(callback, true);
	}

	private DynamicTest refused(String name, ThrowingCallable write) {
		return DynamicTest.dynamicTest(name, () -> {
			assertThatExceptionOfType(MissingExpiryException.class).isThrownBy(write)
				.withMessageContaining("redis-tiers.cache.strict=false");
			assertThat(server.execute("DBSIZE")).isEqualTo(0L);
		});
	}

}
