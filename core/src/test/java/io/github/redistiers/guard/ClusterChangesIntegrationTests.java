package io.github.redistiers.guard;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import io.github.redistiers.TierRole;
import io.github.redistiers.connection.RedisTier;
import io.github.redistiers.connection.TierConnectionFactory;
import io.github.redistiers.connection.TierSettings;
import io.github.redistiers.devservices.ClusterGroup;
import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.devservices.ServerPreset;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.SlotHash;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.core.StringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A cluster that changes loses no connection: the guard looks when the tier's own
 * connections have learnt of it. The next look would be in a day.
 */
@Timeout(180)
@EachServerGeneration
class ClusterChangesIntegrationTests {

	private static final String KEY = "a";

	private final ServerGeneration generation;

	ClusterChangesIntegrationTests(ServerGeneration generation) {
		this.generation = generation;
	}

	@Test
	void looksWhenASlotHasMoved() throws Exception {
		try (ClusterGroup group = group()) {
			watched(group, (it) -> it, (template, looks) -> {
				RedisServer owner = group.ownerOf(KEY);
				RedisServer other = group.primaries().stream().filter((it) -> it != owner).findFirst().orElseThrow();
				group.moveSlot(SlotHash.getSlot(KEY), other);
				assertThat(looks.waiting()).isZero();
				// a call that is sent on has Lettuce look, which may hear of it from a
				// node that does not know yet
				Awaitility.await().atMost(Duration.ofSeconds(90)).until(() -> {
					assertThat(template.opsForValue().get(KEY)).isEqualTo("1");
					return looks.waiting() > 0;
				});
				assertThat(looks.next().complete()).isTrue();
			});
		}
	}

	@Test
	void looksAtANodeThatWasAdded() throws Exception {
		ClusterTopologyRefreshOptions often = ClusterTopologyRefreshOptions.builder()
			.enablePeriodicRefresh(Duration.ofMillis(500))
			.build();
		try (ClusterGroup group = group();
				RedisServer added = RedisServer.builder()
					.generation(this.generation)
					.preset(ServerPreset.STORE)
					.setting("cluster-enabled", "yes")
					.setting("maxmemory-policy", "allkeys-lru")
					.start()) {
			watched(group, (it) -> it.topologyRefresh(often), (template, looks) -> {
				RedisServer known = group.servers().get(0);
				added.execute("CLUSTER", "MEET", known.host(), String.valueOf(known.port()));
				// nodes learn of each other one after the other
				GuardReport report = looks.next();
				while (report.tiers().get(0).servers().size() < 7) {
					report = looks.next();
				}
				assertThat(report.withVerdict(Verdict.WRONG))
					.filteredOn((finding) -> finding.id().equals("store.eviction-policy"))
					.flatExtracting(Finding::servers)
					.containsExactly(added.address());
			});
		}
	}

	private ClusterGroup group() {
		return ClusterGroup.start((it) -> it.generation(this.generation).preset(ServerPreset.STORE));
	}

	private static void watched(ClusterGroup group, UnaryOperator<TierSettings.Builder> settings, Story story)
			throws Exception {
		TierConnectionFactory factory = new TierConnectionFactory(settings
			.apply(TierSettings.builder("store", TierRole.STORE, new RedisClusterConfiguration(group.nodes()))
				.timeout(Duration.ofSeconds(10)))
			.build());
		factory.afterPropertiesSet();
		factory.start();
		Looks looks = new Looks();
		try (Guard guard = Scene.guard(Scene.settings(GuardMode.WARN, UnreachablePolicy.IGNORE, Map.of()),
				new RedisTier("store", TierRole.STORE, factory));
				GuardWatch watch = new GuardWatch(guard, Duration.ofDays(1), List.of(looks))) {
			StringRedisTemplate template = new StringRedisTemplate(factory);
			template.opsForValue().set(KEY, "1");
			guard.inspect();
			watch.start();
			assertThat(looks.next().tiers().get(0).servers()).hasSize(6);
			story.run(template, looks);
		}
		finally {
			factory.destroy();
		}
	}

	private interface Story {

		void run(StringRedisTemplate template, Looks looks) throws Exception;

	}

}
