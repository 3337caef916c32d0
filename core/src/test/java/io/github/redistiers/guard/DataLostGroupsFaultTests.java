package io.github.redistiers.guard;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.redistiers.TierRole;
import io.github.redistiers.connection.RedisTier;
import io.github.redistiers.connection.TierConnectionFactory;
import io.github.redistiers.connection.TierNode;
import io.github.redistiers.connection.TierNodes;
import io.github.redistiers.connection.TierSettings;
import io.github.redistiers.devservices.ClusterGroup;
import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.ReplicaPair;
import io.github.redistiers.devservices.SentinelGroup;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.devservices.ServerPreset;
import io.lettuce.core.cluster.SlotHash;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
			RedisSentinelConfiguration configuration = Scene.behind(group);
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

	@Test
	void saysNothingOfAFormerPrimaryThatComesBackAsOne() {
		try (SentinelGroup group = SentinelGroup
			.start((it) -> it.generation(this.generation).preset(ServerPreset.STORE))) {
			RedisSentinelConfiguration configuration = Scene.behind(group);
			try (Tier tier = new Tier(configuration); Guard guard = DataLostScene.guard(tier.store())) {
				RedisServer former = group.primary();
				RedisServer replica = group.replica();
				beginWith(guard, former);
				Awaitility.await().until(() -> hasSameMarker(former, replica));
				RedisServer promoted = group.failOver();
				goOnWith(guard, promoted);
				former.restart();
				Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> {
					Map<String, String> found = found(guard);
					assertThat(guard.report().withVerdict(Verdict.WRONG)).isEmpty();
					assertThat(found).containsEntry(promoted.address(), "the data that was here before");
					// as another process that looks
					DataLostScene.age(promoted, DataLostScene.MARKER, Duration.ZERO);
					return found.getOrDefault(former.address(), "").startsWith("a replica");
				});
			}
		}
	}

	@Test
	void tellsWhichOfTwoPrimariesIsAnOldOne() {
		try (ReplicaPair pair = ReplicaPair.start((it) -> it.generation(this.generation).preset(ServerPreset.STORE));
				Scene scene = new Scene(this.generation)) {
			RedisServer former = pair.primary();
			RedisServer promoted = pair.replica();
			MovableClock clock = new MovableClock();
			Reach reach = new Reach(scene);
			try (Guard guard = reach.guard(clock, former)) {
				beginWith(guard, former);
				Awaitility.await().until(() -> hasSameMarker(former, promoted));
				// with all that it has; a kill may lose the last second
				former.stop();
				promoted.makePrimary();
				reach.only(promoted);
				goOnWith(guard, promoted);
				former.restart();
				// one look that does not reach the right one
				reach.only(former);
				assertThat(look(guard, former).found()).startsWith("the data of ");
				// as another process that looks
				DataLostScene.age(promoted, DataLostScene.MARKER, Duration.ZERO);
				reach.only(promoted);
				assertThat(look(guard, promoted).verdict()).isEqualTo(Verdict.OK);
				reach.only(former, promoted);
				for (int i = 0; i < 5; i++) {
					Finding finding = look(guard, former);
					assertThat(finding.verdict()).isEqualTo(Verdict.UNKNOWN);
					assertThat(finding.why()).contains("Two servers", promoted.address(), "the data of ");
					assertThat(found(guard)).containsEntry(promoted.address(), "the data that was here before");
					// others go on with both
					DataLostScene.age(former, DataLostScene.MARKER, Duration.ZERO);
					DataLostScene.age(promoted, DataLostScene.MARKER, Duration.ZERO);
				}
				// one look does not reach what was there a moment before
				reach.only(former);
				assertThat(look(guard, former).why()).contains("Two servers", promoted.address());
				reach.only(former, promoted);
				former.execute("FLUSHALL");
				assertThat(look(guard, former).verdict()).isEqualTo(Verdict.UNKNOWN);
				clock.pass(Duration.ofMinutes(2));
				Finding lasting = look(guard, former);
				assertThat(lasting.verdict()).isEqualTo(Verdict.WRONG);
				assertThat(lasting.remedy()).last().asString().contains(promoted.address(), "REPLICAOF");
				assertThat(found(guard)).containsEntry(promoted.address(), "the data that was here before");
				// which begins to wait anew
				former.restart();
				assertThat(look(guard, former).verdict()).isEqualTo(Verdict.UNKNOWN);
				former.execute("REPLICAOF", promoted.host(), String.valueOf(promoted.port()));
				Awaitility.await().until(() -> hasSameMarker(former, promoted));
				assertThat(look(guard, former).found()).startsWith("a replica");
				promoted.kill();
				former.makePrimary();
				assertThat(look(guard, former).verdict()).isEqualTo(Verdict.OK);
			}
		}
	}

	@Test
	void goesOnMissingWhatAReplicaHasCopiedWithoutIt(@TempDir Path backup) {
		try (ReplicaPair pair = ReplicaPair.start((it) -> it.generation(this.generation).preset(ServerPreset.STORE));
				Scene scene = new Scene(this.generation)) {
			RedisServer restored = pair.primary();
			RedisServer promoted = pair.replica();
			Reach reach = new Reach(scene);
			try (Guard guard = reach.guard(Clock.systemUTC(), restored, promoted)) {
				beginWith(guard, restored);
				DataLostScene.backUp(restored, backup);
				goOnWith(guard, restored);
				DataLostScene.restore(restored, backup);
				assertThat(look(guard, restored).found()).startsWith("the data of ");
				// a process that knows of nothing goes on with it
				DataLostScene.age(restored, DataLostScene.MARKER, Duration.ZERO);
				Awaitility.await().until(() -> hasSameMarker(restored, promoted));
				// whose history begins anew when the replica comes
				assertThat(look(guard, restored).found()).startsWith("the data of ");
				restored.kill();
				promoted.makePrimary();
				assertThat(look(guard, promoted).found()).startsWith("the data of ");
				restored.restart();
				Finding finding = look(guard, restored);
				assertThat(finding.verdict()).isEqualTo(Verdict.WRONG);
				assertThat(guard.report().withVerdict(Verdict.WRONG)).hasSize(2);
				restored.execute("REPLICAOF", promoted.host(), String.valueOf(promoted.port()));
				promoted.execute("SET", DataLostScene.MARKER, "accepted");
				assertThat(look(guard, promoted).verdict()).isEqualTo(Verdict.OK);
			}
		}
	}

	/**
	 * Has a guard know a store that was looked at for the last time four hours ago.
	 */
	private static void beginWith(Guard guard, RedisServer server) {
		look(guard, server);
		look(guard, server);
		lookAfter(guard, server, Duration.ofHours(5));
		DataLostScene.age(server, DataLostScene.MARKER, Duration.ofHours(4));
	}

	/**
	 * Has it know that the data has been looked at since.
	 */
	private static void goOnWith(Guard guard, RedisServer server) {
		lookAfter(guard, server, Duration.ofHours(3));
		lookAfter(guard, server, Duration.ofHours(2));
	}

	private static void lookAfter(Guard guard, RedisServer server, Duration age) {
		DataLostScene.age(server, DataLostScene.MARKER, age);
		assertThat(look(guard, server).found()).isEqualTo("the data that was here before");
	}

	private static Finding look(Guard guard, RedisServer server) {
		return guard.inspect()
			.findings()
			.stream()
			.filter((finding) -> finding.servers().contains(server.address()))
			.findFirst()
			.orElseThrow();
	}

	private static boolean hasSameMarker(RedisServer one, RedisServer other) {
		Object marker = one.execute("GET", DataLostScene.MARKER);
		return marker != null && marker.equals(other.execute("GET", DataLostScene.MARKER));
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

	/**
	 * The servers of a listed tier that a look reaches.
	 */
	private static final class Reach {

		private final Scene scene;

		private final AtomicReference<List<RedisTier>> servers = new AtomicReference<>(List.of());

		Reach(Scene scene) {
			this.scene = scene;
		}

		Guard guard(Clock clock, RedisServer... servers) {
			only(servers);
			return DataLostScene.guard(GuardSettings.defaults(), (tier) -> nodes(), clock, this.servers.get().get(0));
		}

		void only(RedisServer... servers) {
			this.servers.set(Stream.of(servers)
				.map((server) -> this.scene.tier(TierRole.STORE, "127.0.0.1", server.port()))
				.toList());
		}

		private List<TierNode> nodes() {
			return this.servers.get().stream().flatMap((tier) -> TierNodes.of(tier).stream()).toList();
		}

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
