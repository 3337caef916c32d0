package io.github.redistiers.devservices;

import java.time.Duration;
import java.util.List;

import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.sync.RedisAdvancedClusterCommands;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@EachServerGeneration
class ClusterGroupFaultTests {

	private final ServerGeneration generation;

	ClusterGroupFaultTests(ServerGeneration generation) {
		this.generation = generation;
	}

	@Test
	void spreadsKeysOverThreePrimariesMovesThemAndFailsOver() {
		try (ClusterGroup group = ClusterGroup
			.start((builder) -> builder.generation(this.generation).preset(ServerPreset.STORE))) {
			assertThat(group.nodes()).hasSize(6);
			assertThat(group.primaries()).containsExactlyElementsOf(group.servers().subList(0, 3));
			List<RedisURI> seeds = group.nodes().stream().map((node) -> RedisURI.create("redis://" + node)).toList();
			RedisClusterClient client = RedisClusterClient.create(SharedThreads.RESOURCES, seeds);
			try {
				RedisAdvancedClusterCommands<String, String> commands = client.connect().sync();
				for (int i = 0; i < 100; i++) {
					commands.set("key:" + i, String.valueOf(i));
				}
				assertThat(group.primaries())
					.allSatisfy((primary) -> assertThat((Long) primary.execute("DBSIZE")).isPositive());
				assertThat(group.ownerOf("key:7").execute("GET", "key:7")).isEqualTo("7");
				moveSlotOf("key:7", group);
				assertThat(commands.incr("key:7")).isEqualTo(8);
			}
			finally {
				client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
			}
			RedisServer lost = group.ownerOf("key:7");
			group.awaitInStep();
			group.failOver(lost);
			assertThat(group.primaries()).hasSize(3).doesNotContain(lost);
			assertThat(group.ownerOf("key:7").execute("GET", "key:7")).isEqualTo("8");
			assertThat(group.ownerOf("key:7").execute("SET", "key:7", "8")).isEqualTo("OK");
			lost.restart();
			group.awaitHealthy();
			group.awaitInStep();
			group.promote(lost);
			assertThat(group.ownerOf("key:7")).isSameAs(lost);
			assertThat(lost.execute("GET", "key:7")).isEqualTo("8");
		}
	}

	private static void moveSlotOf(String key, ClusterGroup group) {
		RedisServer source = group.ownerOf(key);
		RedisServer target = group.primaries().stream().filter((primary) -> primary != source).findAny().orElseThrow();
		int slot = SlotHash.getSlot(key);
		assertThat(group.usedSlots()).hasSizeGreaterThan(50).contains(slot);
		group.moveSlot(slot, target);
		assertThat(group.ownerOf(slot)).isSameAs(target);
		assertThat(target.execute("GET", key)).isEqualTo("7");
	}

}
