package io.github.redistiers.store.entity;

import java.time.Duration;
import java.util.List;

import io.github.redistiers.devservices.ClusterGroup;
import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.store.StoreFullException;
import io.github.redistiers.store.TestStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.data.annotation.Id;
import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.core.RedisHash;
import org.springframework.data.redis.core.RedisKeyValueTemplate;
import org.springframework.data.redis.core.convert.MappingRedisConverter;
import org.springframework.data.redis.core.index.Indexed;
import org.springframework.data.redis.core.mapping.RedisMappingContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@EachServerGeneration
@Timeout(120)
class AtomicKeyValueAdapterClusterIntegrationTests {

	private final ServerGeneration generation;

	@SuppressWarnings("NullAway.Init")
	private ClusterGroup group;

	@SuppressWarnings("NullAway.Init")
	private TestStore store;

	@SuppressWarnings("NullAway.Init")
	private RedisKeyValueTemplate entities;

	AtomicKeyValueAdapterClusterIntegrationTests(ServerGeneration generation) {
		this.generation = generation;
	}

	@BeforeEach
	void start() {
		this.group = ClusterGroup.start((builder) -> builder.generation(this.generation));
		this.store = TestStore.on(new RedisClusterConfiguration(this.group.nodes()), Duration.ofSeconds(5));
		RedisMappingContext mapping = new RedisMappingContext();
		MappingRedisConverter converter = new MappingRedisConverter(mapping);
		converter.afterPropertiesSet();
		this.entities = new RedisKeyValueTemplate(new AtomicKeyValueAdapter(this.store.template(), converter), mapping);
	}

	@AfterEach
	void stop() {
		this.store.close();
		this.group.close();
	}

	@Test
	void changesAnEntityWholeWhereTheKeyspaceHasATag() {
		this.entities.insert(new Tagged("1", "ann", "x"));
		String entity = "{people}:1";
		RedisServer owner = this.group.ownerOf(entity);
		Object before = owner.execute("HGETALL", entity);
		fill(owner);
		assertThatExceptionOfType(StoreFullException.class)
			.isThrownBy(() -> this.entities.update(new Tagged("1", "bob", "y".repeat(1000))));
		assertThat(owner.execute("HGETALL", entity)).isEqualTo(before);
		assertThat(owner.execute("SMEMBERS", "{people}:name:ann")).isEqualTo(List.of("1"));
		assertThat(owner.execute("EXISTS", "{people}:name:bob")).isEqualTo(0L);
		assertThat(this.entities.delete("1", Tagged.class)).isNotNull();
		assertThat(owner.execute("DBSIZE")).as("what is left").isEqualTo(0L);
	}

	@Test
	void losesNoEntityOfScatteredKeysWhereItsOwnNodeIsFull() {
		this.entities.insert(new Scattered("1", "ann", "x"));
		fill(this.group.ownerOf("members:1"));
		assertThatExceptionOfType(StoreFullException.class)
			.isThrownBy(() -> this.entities.update(new Scattered("1", "bob", "y")));
		assertThat(found("1")).isEqualTo(new Scattered("1", "ann", "x"));
		assertThat(this.group.ownerOf("members:name:ann").execute("SMEMBERS", "members:name:ann"))
			.isEqualTo(List.of("1"));
	}

	@Test
	void changesTheEntityFirstWhereItsKeysAreScattered() {
		String name = nameOfAnotherNode();
		this.entities.insert(new Scattered("1", "ann", "x"));
		fill(this.group.ownerOf("members:name:" + name));
		assertThatExceptionOfType(StoreFullException.class)
			.isThrownBy(() -> this.entities.update(new Scattered("1", name, "y")));
		assertThat(found("1")).isEqualTo(new Scattered("1", name, "y"));
		free(this.group.ownerOf("members:name:" + name));
		this.entities.update(new Scattered("1", name, "z"));
		assertThat(found("1")).isEqualTo(new Scattered("1", name, "z"));
		assertThat(this.group.ownerOf("members:name:" + name).execute("SMEMBERS", "members:name:" + name))
			.isEqualTo(List.of("1"));
		this.entities.delete("1", Scattered.class);
		assertThat(this.group.usedSlots()).isEmpty();
	}

	private @Nullable Scattered found(String id) {
		return this.entities.findById(id, Scattered.class).orElse(null);
	}

	private String nameOfAnotherNode() {
		RedisServer owner = this.group.ownerOf("members:1");
		for (int number = 0; number < 1000; number++) {
			String name = "bob" + number;
			if (this.group.ownerOf("members:name:" + name).port() != owner.port()) {
				return name;
			}
		}
		throw new AssertionError("One node owns the slots of a thousand keys");
	}

	private static void fill(RedisServer node) {
		node.execute("CONFIG", "SET", "maxmemory", "1");
	}

	private static void free(RedisServer node) {
		node.execute("CONFIG", "SET", "maxmemory", "0");
	}

	@RedisHash("{people}")
	record Tagged(@Id String id, @Indexed String name, String text) {

	}

	@RedisHash("members")
	record Scattered(@Id String id, @Indexed String name, String text) {

	}

}
