package io.github.redistiers.store.strict;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.github.redistiers.connection.StrictTemplates;
import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.store.Applied;
import io.github.redistiers.store.StoreRefusedException;
import io.github.redistiers.store.TestStore;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Mono;

import org.springframework.data.redis.connection.ExpirationOptions;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.connection.ReactiveStringCommands.SetCommand;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.RedisTemplate;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;
import org.springframework.data.redis.core.types.Expiration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@EachServerGeneration
class StrictStoreTemplatesIntegrationTests {

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.store();

	private static final byte[] KEY = { 'k' };

	private static final byte[] VALUE = { 'v' };

	private static final Duration MINUTE = Duration.ofMinutes(1);

	private TestStore store;

	private StringRedisTemplate text;

	private RedisTemplate<Object, Object> objects;

	private ReactiveStringRedisTemplate reactive;

	StrictStoreTemplatesIntegrationTests(ServerGeneration generation) {
	}

	@BeforeEach
	void start() {
		this.store = TestStore.on(server.get());
		use(new StrictTemplates(new StoreRule(Set.of())));
		this.text.opsForValue().set("a", "1");
	}

	@AfterEach
	void stop() {
		this.store.close();
	}

	private void use(StrictTemplates strict) {
		RedisConnectionFactory factory = this.store.template().getRequiredConnectionFactory();
		this.text = strict.stringTemplate(factory);
		this.objects = strict.template(factory);
		this.objects.afterPropertiesSet();
		this.reactive = strict.reactiveStringTemplate((ReactiveRedisConnectionFactory) factory);
	}

	@Test
	void keepsWhatDoesNotExpire() {
		this.objects.opsForValue().set("b", "1");
		this.reactive.opsForValue().set("c", "1").block();
		this.text.opsForHash().put("d", "e", "1");
		this.text.opsForValue().getAndPersist("a");
		this.text.persist("a");
		this.text.expire("a", Expiration.persistent(), ExpirationOptions.none());
		assertThat(this.text.opsForValue().increment("a")).isEqualTo(2);
		assertThat(this.text.getExpire("a")).isEqualTo(-1);
		assertThat(this.text.delete("a")).isTrue();
		assertThat(this.text.execute(RedisScript.of("return redis.call('SET', KEYS[1], 'x', 'EX', 9)", String.class),
				List.of("f")))
			.as("a script is not looked into")
			.isEqualTo("OK");
		callback((connection) -> connection.execute("SET", KEY, VALUE));
		assertThat(server.execute("TTL", "k")).isEqualTo(-1L);
	}

	@TestFactory
	Stream<DynamicTest> refusesAnExpiry() {
		return Stream.of(refused("SET", () -> this.text.opsForValue().set("a", "2", MINUTE)),
				refused("SET", () -> this.text.opsForValue().setIfAbsent("b", "2", MINUTE)),
				refused("SET", () -> this.objects.opsForValue().set("b", "2", MINUTE)),
				refused("GETEX", () -> this.text.opsForValue().getAndExpire("a", MINUTE)),
				refused("EXPIRE", () -> this.text.expire("a", MINUTE)),
				refused("EXPIRE", () -> this.text.expire("a", Expiration.from(MINUTE), ExpirationOptions.none())),
				refused("EXPIREAT", () -> this.text.expireAt("a", Instant.now().plusSeconds(60))),
				refused("HEXPIRE", () -> this.text.opsForHash().expire("a", MINUTE, List.of("b"))),
				refused("SET", () -> callback((connection) -> connection.stringCommands().setEx(KEY, 60, VALUE))),
				refused("SET", () -> callback((connection) -> connection.execute("SET", KEY, VALUE, bytes("px"),
						bytes("60000")))),
				refused("EXPIRE", () -> callback(
						(connection) -> connection.execute("PEXPIRE", KEY, bytes("60000")))),
				refused("EXPIRE",
						() -> this.text.executePipelined(
								(RedisCallback<?>) (connection) -> connection.keyCommands().expire(KEY, 60))),
				refused("SET", () -> this.reactive.opsForValue().set("a", "2", MINUTE).block()),
				refused("EXPIRE", () -> this.reactive.expire("a", MINUTE).block()),
				refused("SET",
						() -> this.reactive.execute((connection) -> connection.stringCommands()
							.set(Mono.just(SetCommand.set(ByteBuffer.wrap(KEY))
								.value(ByteBuffer.wrap(VALUE))
								.expiring(Expiration.from(MINUTE)))))
							.blockLast()));
	}

	@TestFactory
	Stream<DynamicTest> refusesWhatStopsOrEmptiesTheServer() {
		return Stream.of(refused("KEYS", () -> this.text.keys("*")),
				refused("KEYS", () -> this.reactive.keys("*").blockLast()),
				refused("KEYS", () -> callback((connection) -> connection.execute("keys", bytes("*")))),
				refused("FLUSHALL", () -> callback((connection) -> {
					connection.serverCommands().flushAll();
					return null;
				})), refused("FLUSHDB", () -> callback((connection) -> {
					connection.serverCommands().flushDb();
					return null;
				})), refused("FLUSHDB", () -> callback((connection) -> connection.execute("FLUSHDB"))));
	}

	@Test
	void sendsWhatIsAllowed() {
		use(new StrictTemplates(new StoreRule(List.of("keys", "PExpire", "set", "FLUSHDB"))));
		assertThat(this.text.keys("*")).containsExactly("a");
		this.text.expire("a", MINUTE);
		this.text.opsForValue().set("b", "1", MINUTE);
		this.text.opsForValue().multiSet(Map.of("c", "1"));
		assertThat(this.text.getExpire("a")).isPositive();
		assertThat(this.text.getExpire("b")).isPositive();
		assertThatExceptionOfType(RefusedCommandException.class)
			.isThrownBy(() -> this.text.expireAt("c", Instant.now().plusSeconds(60)));
		assertThatExceptionOfType(StoreRefusedException.class).as("the server itself, whose user may not do it")
			.isThrownBy(() -> callback((connection) -> {
				connection.serverCommands().flushDb();
				return null;
			}));
	}

	@SuppressWarnings("NullAway") // Spring Data's types do not say that the result may be
									// null
	private void callback(RedisCallback<?> callback) {
		this.objects.execute(callback, true);
	}

	private DynamicTest refused(String command, ThrowingCallable call) {
		return DynamicTest.dynamicTest(command, () -> {
			assertThatExceptionOfType(RefusedCommandException.class).isThrownBy(call)
				.withMessageStartingWith(command + " through a template of the store tier is refused")
				.withMessageContaining("redis-tiers.store.strict=false")
				.satisfies((ex) -> assertThat(ex.applied()).isEqualTo(Applied.NO));
			assertThat(server.execute("TTL", "a")).isEqualTo(-1L);
			assertThat(server.execute("DBSIZE")).isEqualTo(1L);
		});
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
