package io.github.redistiers.store;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import io.github.redistiers.devservices.ClusterGroup;
import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.devservices.ServerPreset;
import io.lettuce.core.cluster.SlotHash;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.query.SortQueryBuilder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls that are several commands in a cluster, of which only some are refused.
 */
@Timeout(180)
@EachServerGeneration
class ScatteredKeysFaultTests {

	/** On a node that is well. */
	private static final String SOURCE = key(0);

	/** On a node that refuses. */
	private static final String TARGET = key(16383);

	private final ServerGeneration generation;

	@SuppressWarnings("NullAway.Init")
	private ClusterGroup cluster;

	@SuppressWarnings("NullAway.Init")
	private RedisServer refusing;

	@SuppressWarnings("NullAway.Init")
	private TestStore store;

	ScatteredKeysFaultTests(ServerGeneration generation) {
		this.generation = generation;
	}

	/**
	 * A key whose slot is not far from another.
	 */
	private static String key(int slot) {
		return IntStream.range(0, 100_000)
			.mapToObj((i) -> "key-" + i)
			.filter((key) -> Math.abs(SlotHash.getSlot(key) - slot) < 1000)
			.findFirst()
			.orElseThrow();
	}

	@BeforeEach
	void start() {
		this.cluster = ClusterGroup.start((builder) -> builder.generation(this.generation).preset(ServerPreset.STORE));
		// no failover on a busy machine: a replica would not refuse
		this.cluster.servers().forEach((server) -> server.execute("CONFIG", "SET", "cluster-node-timeout", "60000"));
		this.refusing = this.cluster.ownerOf(TARGET);
		assertThat(this.cluster.ownerOf(SOURCE)).isNotSameAs(this.refusing);
		this.store = TestStore.on(new RedisClusterConfiguration(this.cluster.nodes()), Duration.ofSeconds(10));
		// learns of the cluster
		template().opsForValue().set(SOURCE, "a");
		template().opsForValue().set(TARGET, "a");
		template().delete(SOURCE);
		template().delete(TARGET);
	}

	@AfterEach
	void stop() {
		this.store.close();
		this.cluster.close();
	}

	@Test
	void sayThatAnotherCommandMayHaveBeenApplied() {
		template().opsForList().rightPush(SOURCE, "1");
		refuse("lpush");
		assertNamed(Applied.UNKNOWN, (store) -> store.opsForList().rightPopAndLeftPush(SOURCE, TARGET));
		assertThat(template().hasKey(SOURCE)).as("was popped").isFalse();
		template().opsForList().rightPush(SOURCE, "1");
		assertNamed(Applied.UNKNOWN,
				(store) -> store.opsForList().rightPopAndLeftPush(SOURCE, TARGET, Duration.ofSeconds(1)));
		assertThat(template().hasKey(SOURCE)).as("was popped").isFalse();
		template().opsForList().rightPushAll(SOURCE, "2", "1");
		assertNamed(Applied.UNKNOWN, (store) -> store.sort(SortQueryBuilder.sort(SOURCE).build(), TARGET));
		template().delete(SOURCE);
		template().opsForSet().add(SOURCE, "1");
		refuse("sadd");
		assertNamed(Applied.UNKNOWN, (store) -> store.opsForSet().move(SOURCE, "1", TARGET));
		assertThat(template().hasKey(SOURCE)).as("was removed").isFalse();
		template().opsForSet().add(SOURCE, "1");
		assertNamed(Applied.UNKNOWN, (store) -> store.opsForSet().unionAndStore(SOURCE, SOURCE, TARGET));
		assertNamed(Applied.UNKNOWN, (store) -> store.opsForSet().intersectAndStore(SOURCE, SOURCE, TARGET));
		assertNamed(Applied.UNKNOWN, (store) -> store.opsForSet().differenceAndStore(SOURCE, "absent", TARGET));
		refuse("restore");
		assertNamed(Applied.UNKNOWN, (store) -> store.rename(SOURCE, TARGET));
		assertNamed(Applied.UNKNOWN, (store) -> store.renameIfAbsent(SOURCE, TARGET));
	}

	@Test
	void sayThatOtherSlotsMayHaveBeenChanged() {
		refuse("mset", "msetnx", "del", "unlink");
		Map<String, String> values = new LinkedHashMap<>(Map.of(SOURCE, "1", TARGET, "1"));
		assertNamed(Applied.UNKNOWN, (store) -> store.opsForValue().multiSet(values));
		assertThat(template().opsForValue().get(SOURCE)).as("was set").isEqualTo("1");
		assertNamed(Applied.UNKNOWN, (store) -> store.opsForValue().multiSetIfAbsent(values));
		assertNamed(Applied.UNKNOWN, (store) -> store.delete(List.of(SOURCE, TARGET)));
		assertThat(template().hasKey(SOURCE)).as("was deleted").isFalse();
		template().opsForValue().set(SOURCE, "1");
		assertNamed(Applied.UNKNOWN, (store) -> store.unlink(List.of(SOURCE, TARGET)));
		assertThat(template().hasKey(SOURCE)).as("was unlinked").isFalse();
	}

	@Test
	void sayThatOneCommandWasNotApplied() {
		refuse("rpoplpush", "rename", "mset", "del", "lpush", "sort");
		String neighbour = "{" + TARGET + "}";
		assertNamed(Applied.NO, (store) -> store.opsForList().rightPopAndLeftPush(TARGET, neighbour));
		assertNamed(Applied.NO, (store) -> store.rename(TARGET, neighbour));
		assertNamed(Applied.NO, (store) -> store.opsForValue().multiSet(Map.of(TARGET, "1", neighbour, "1")));
		assertNamed(Applied.NO, (store) -> store.delete(List.of(TARGET, neighbour)));
		assertNamed(Applied.NO, (store) -> store.opsForList().leftPush(TARGET, "1"));
	}

	private void refuse(String... commands) {
		for (String command : commands) {
			this.refusing.execute("ACL", "SETUSER", "default", "-" + command);
		}
	}

	private StringRedisTemplate template() {
		return this.store.template();
	}

	private void assertNamed(Applied applied, Consumer<StringRedisTemplate> call) {
		ThrownFailure.assertNamed(() -> call.accept(template()), StoreRefusedException.class, applied);
	}

}
