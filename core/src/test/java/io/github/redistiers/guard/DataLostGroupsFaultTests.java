package io.github.redistiers.guard;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.redistiers.TierRole;
import io.github.redistiers.connection.RedisTier;
import io.github.redistiers.connection.TierConnectionFactory;
import io.github.redistiers.connection.TierSettings;
import io.github.redistiers.devservices.ClusterGroup;
import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.SentinelGroup;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.devservices.ServerPreset;
import io.lettuce.core.cluster.SlotHash;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisSentinelConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Stores of several servers whose primaries change: nothing is lost by that, and what one
 * of them has lost is told of that one.
 */
@EachServerGeneration
class DataLostGroupsFaultTests {

	private final ServerGeneration generation;

	DataLostGroupsFaultTests(ServerGeneration generation) {
		this.generation = generation;
	}

	@Test
	void saysNothingOfAFailoverToAReplicaThatIsInStep() {
		try (SentinelGroup group = SentinelGroup
			.start((it) -> it.generation(this.generation).preset(ServerPreset.STORE))) {
			RedisSentinelConfiguration configuration = new RedisSentinelConfiguration();
			configuration.master(group.name());
			group.sentinels().forEach((sentinel) -> configuration.sentinel(sentinel.host(), sentinel.port()));
			try (Tier tier = new Tier(configuration); Guard guard = DataLostScene.guard(tier.store())) {
				DataLostScene.know(guard, group.primary());
				String identity = DataLostScene.identity(group.primary());
				Awaitility.await().until(() -> group.replica().execute("GET", DataLostScene.MARKER) != null);
				RedisServer promoted = group.failOver();
				assertThat(found(guard)).containsEntry(promoted.address(), "the data that was here before");
				assertThat(guard.report().withVerdict(Verdict.WRONG)).isEmpty();
				assertThat(DataLostScene.identity(promoted)).isEqualTo(identity);
				promoted.execute("FLUSHALL");
				assertThat(found(guard).get(promoted.address())).startsWith("no identity marker");
			}
		}
	}

	@Test
	void tellsWhichPrimaryOfAClusterWasEmptied() {
		try (ClusterGroup group = ClusterGroup.start((it) -> it.generation(this.generation).preset(ServerPreset.STORE));
				Tier tier = new Tier(new RedisClusterConfiguration(group.nodes()));
				Guard guard = DataLostScene.guard(tier.store())) {
			guard.inspect();
			guard.inspect();
			markers().forEach((marker) -> DataLostScene.age(group.ownerOf(marker), marker, Duration.ofHours(1)));
			assertRight(guard);
			assertRight(guard);
			RedisServer source = group.ownerOf(DataLostScene.MARKER);
			RedisServer target = group.primaries()
				.stream()
				.filter((server) -> server != source)
				.findFirst()
				.orElseThrow();
			group.moveSlot(SlotHash.getSlot(DataLostScene.MARKER), target);
			assertRight(guard);
			group.awaitInStep();
			group.failOver(target);
			assertRight(guard);
			RedisServer emptied = group.ownerOf(DataLostScene.MARKER);
			emptied.execute("FLUSHALL");
			guard.inspect();
			assertThat(guard.report().withVerdict(Verdict.WRONG)).singleElement()
				.satisfies((finding) -> assertThat(finding.servers()).containsExactly(emptied.address()));
		}
	}

	private static void assertRight(Guard guard) {
		assertThat(guard.inspect().findings())
			.allSatisfy((finding) -> assertThat(finding.verdict()).as(finding.toString()).isEqualTo(Verdict.OK))
			.filteredOn((finding) -> finding.found().equals("the data that was here before"))
			.hasSize(3);
	}

	private static List<String> markers() {
		return IntStream.range(0, 32).mapToObj((number) -> "app:identity:{" + number + "}").toList();
	}

	private static Map<String, String> found(Guard guard) {
		return guard.inspect()
			.findings()
			.stream()
			.collect(Collectors.toMap((finding) -> finding.servers().get(0), Finding::found));
	}

	private record Tier(TierConnectionFactory factory) implements AutoCloseable {

		Tier(RedisConfiguration configuration) {
			this(new TierConnectionFactory(TierSettings.builder("store", TierRole.STORE, configuration).build()));
			this.factory.afterPropertiesSet();
			this.factory.start();
		}

		RedisTier store() {
			return new RedisTier("store", TierRole.STORE, this.factory);
		}

		@Override
		public void close() {
			this.factory.destroy();
		}

	}

}
