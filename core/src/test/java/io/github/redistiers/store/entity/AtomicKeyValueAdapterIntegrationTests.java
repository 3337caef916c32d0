package io.github.redistiers.store.entity;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.store.Applied;
import io.github.redistiers.store.StoreFailure;
import io.github.redistiers.store.StoreFullException;
import io.github.redistiers.store.TestStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.dao.DataAccessException;
import org.springframework.data.geo.Point;
import org.springframework.data.redis.core.PartialUpdate;
import org.springframework.data.redis.core.RedisKeyValueAdapter;
import org.springframework.data.redis.core.RedisKeyValueAdapter.ShadowCopy;
import org.springframework.data.redis.core.RedisKeyValueTemplate;
import org.springframework.data.redis.core.RedisOperations;
import org.springframework.data.redis.core.convert.MappingRedisConverter;
import org.springframework.data.redis.core.convert.RedisConverter;
import org.springframework.data.redis.core.mapping.RedisMappingContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

@EachServerGeneration
class AtomicKeyValueAdapterIntegrationTests {

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.store();

	private final RedisMappingContext mapping = new RedisMappingContext();

	private TestStore store;

	private RedisKeyValueTemplate entities;

	AtomicKeyValueAdapterIntegrationTests(ServerGeneration generation) {
	}

	@BeforeEach
	void start() {
		this.store = TestStore.on(server.get());
		this.entities = entities(AtomicKeyValueAdapter::new);
	}

	@AfterEach
	void stop() {
		server.execute("CONFIG", "SET", "maxmemory", "0");
		this.store.close();
	}

	@Test
	void leavesAnEntityUnharmedThatAFullServerRefuses() {
		Person ann = ann();
		this.entities.insert(ann);
		Map<String, Object> before = everything();
		fill();
		Throwable failure = catchThrowable(
				() -> this.entities.update(ann.with("bob", "y".repeat(1000), List.of("c"), new Point(3, 4), 90L)));
		assertThat(failure).isInstanceOf(StoreFullException.class);
		assertThat(Objects.requireNonNull(StoreFailure.of(failure)).applied()).isEqualTo(Applied.NO);
		assertThat(everything()).isEqualTo(before);
		assertThat(found().name()).isEqualTo("ann");
	}

	@Test
	void isNeededSinceSpringDatasOwnAdapterLosesTheEntity() {
		RedisKeyValueTemplate own = entities(RedisKeyValueAdapter::new);
		own.insert(ann());
		fill();
		assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> own.update(ann()));
		assertThat(own.findById("1", Person.class)).isEmpty();
	}

	@Test
	void refusesAnInsertAndAPartialUpdateOfAFullServerWhole() {
		this.entities.insert(ann());
		Map<String, Object> before = everything();
		fill();
		assertThatExceptionOfType(StoreFullException.class)
			.isThrownBy(() -> this.entities.insert(Person.named("2", "bob")));
		PartialUpdate<Person> update = new PartialUpdate<>("1", Person.class).del("tags")
			.set("name", "bob")
			.refreshTtl(true);
		assertThatExceptionOfType(StoreFullException.class).isThrownBy(() -> this.entities.update(update));
		assertThat(everything()).isEqualTo(before);
	}

	@Test
	void deletesOnAFullServer() {
		this.entities.insert(ann());
		fill();
		assertThat(this.entities.delete("1", Person.class)).isNotNull();
		assertThat(everything()).isEmpty();
	}

	@Test
	void keepsWhatSpringDatasOwnAdapterKeeps() {
		for (Person changed : List.of(ann(), Person.named("1", "bob"), Person.named("1", "ann"),
				ann().with("ann", "z", List.of("c"), null, null), ann().with("eve", "z", List.of(), null, 30L))) {
			assertKeepsTheSame((template) -> template.update(changed), "saved " + changed);
		}
		assertKeepsTheSame((template) -> template
			.update(new PartialUpdate<>("1", Person.class).set("tags", List.of("q")).del("text")), "updated");
		assertKeepsTheSame(
				(template) -> template
					.update(new PartialUpdate<>("1", Person.class).set("name", "kim").refreshTtl(true)),
				"updated with its life");
		assertKeepsTheSame((template) -> template.delete("1", Person.class), "deleted");
		assertKeepsTheSame((template) -> template.delete(Person.class), "deleted all");
	}

	@Test
	void keepsAnEntityOfManyProperties() {
		List<String> tags = IntStream.range(0, 9000).mapToObj(Integer::toString).toList();
		Person person = ann().with("ann", "x", tags, null, 60L);
		this.entities.insert(person);
		assertThat(found().tags()).isEqualTo(tags);
		this.entities.update(ann());
		assertThat(found().tags()).containsExactly("a", "b");
		assertThat((Long) server.execute("HLEN", "people:1")).isLessThan(10);
	}

	@Test
	void overwritesNothingOfAnotherType() {
		server.execute("SET", "people:1", "text");
		assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> this.entities.update(ann()))
			.withStackTraceContaining("WRONGTYPE");
		assertThat(server.execute("GET", "people:1")).isEqualTo("text");
		server.execute("DEL", "people:1");
		server.execute("SET", "people", "text");
		assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> this.entities.insert(ann()))
			.withStackTraceContaining("WRONGTYPE");
		assertThat(server.execute("EXISTS", "people:1")).isEqualTo(0L);
	}

	@Test
	void goesOnAfterTheServerForgotItsScripts() {
		this.entities.insert(ann());
		server.execute("SCRIPT", "FLUSH");
		this.entities.update(Person.named("1", "bob"));
		assertThat(found().name()).isEqualTo("bob");
	}

	private Person found() {
		return this.entities.findById("1", Person.class).orElseThrow();
	}

	private void assertKeepsTheSame(Consumer<RedisKeyValueTemplate> change, String what) {
		Map<String, Object> own = after(entities(RedisKeyValueAdapter::new), change);
		Map<String, Object> atomic = after(this.entities, change);
		assertThat(atomic).as(what).isEqualTo(own);
	}

	private Map<String, Object> after(RedisKeyValueTemplate template, Consumer<RedisKeyValueTemplate> change) {
		server.execute("FLUSHALL");
		template.insert(ann());
		template.insert(Person.named("2", "ann"));
		change.accept(template);
		return everything();
	}

	private static Person ann() {
		return new Person("1", "ann", "x", List.of("a", "b"), new Point(1, 2), 60L);
	}

	private RedisKeyValueTemplate entities(
			BiFunction<RedisOperations<?, ?>, RedisConverter, RedisKeyValueAdapter> adapter) {
		MappingRedisConverter converter = new MappingRedisConverter(this.mapping);
		converter.afterPropertiesSet();
		RedisKeyValueAdapter made = adapter.apply(this.store.template(), converter);
		made.setShadowCopy(ShadowCopy.ON);
		return new RedisKeyValueTemplate(made, this.mapping);
	}

	/**
	 * Every command that grows data is refused from now on.
	 */
	private static void fill() {
		server.execute("CONFIG", "SET", "maxmemory", "1");
	}

	/**
	 * All keys with what they hold, and whether they live on for how many tens of
	 * seconds.
	 */
	private Map<String, Object> everything() {
		Map<String, Object> all = new TreeMap<>();
		for (String key : Objects.requireNonNullElse(this.store.template().keys("*"), Set.<String>of())) {
			all.put(key, List.of(content(key), (Long.parseLong(reply("TTL", key).toString()) + 9) / 10));
		}
		return all;
	}

	private static Object reply(String... command) {
		return Objects.requireNonNull(server.execute(command));
	}

	private static Object content(String key) {
		return switch (reply("TYPE", key).toString()) {
			case "hash" -> pairs((List<?>) reply("HGETALL", key));
			case "set" -> new TreeSet<>(((List<?>) reply("SMEMBERS", key)).stream().map(Object::toString).toList());
			case "zset" -> reply("ZRANGE", key, "0", "-1", "WITHSCORES");
			default -> reply("GET", key);
		};
	}

	private static Map<String, String> pairs(List<?> reply) {
		Map<String, String> pairs = new TreeMap<>();
		for (int i = 0; i < reply.size(); i += 2) {
			pairs.put(reply.get(i).toString(), reply.get(i + 1).toString());
		}
		return pairs;
	}

}
