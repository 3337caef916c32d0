package io.github.redistiers.autoconfigure.topology;

import java.time.Duration;
import java.util.List;

import io.github.redistiers.devservices.ClusterGroup;
import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.store.StoreFailure;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application both of whose tiers are on a cluster of three primaries and three
 * replicas.
 */
@EachServerGeneration
@Timeout(400)
class ClusterApplicationFaultTests {

	/**
	 * With the primary's consent, without it, and without that of the others either.
	 */
	private static final List<String[]> FAILOVERS = List.of(new String[] {}, new String[] { "FORCE" },
			new String[] { "TAKEOVER" });

	private final ServerGeneration generation;

	@SuppressWarnings("NullAway.Init")
	private ClusterGroup group;

	ClusterApplicationFaultTests(ServerGeneration generation) {
		this.generation = generation;
	}

	@BeforeEach
	void start() {
		this.group = ClusterGroup.start((builder) -> builder.generation(this.generation));
	}

	@AfterEach
	void close() {
		this.group.close();
	}

	@Test
	void noticesNothingOfSlotsThatMove() {
		application().run((context) -> {
			assertThat(context).hasNotFailed();
			try (Load load = Load.on(context)) {
				List<RedisServer> primaries = this.group.primaries();
				for (int slot : this.group.usedSlots()) {
					int owner = primaries.indexOf(this.group.ownerOf(slot));
					this.group.moveSlot(slot, primaries.get((owner + 1) % primaries.size()));
				}
				load.awaitAnswers();
				assertThat(load.failuresOfStore()).isEmpty();
				assertThat(load.failuresOfCache()).isEmpty();
			}
		});
	}

	@Test
	void goesThroughFailoversThatAnOperatorAsksFor() {
		application().run((context) -> {
			assertThat(context).hasNotFailed();
			try (Load load = Load.on(context)) {
				for (String[] options : FAILOVERS) {
					this.group.promote(replica(), options);
					load.awaitAnswers();
				}
				assertNamed(load);
			}
		});
	}

	@Test
	void losesNothingReplicatedInFailoversThatAnOperatorAsksFor() {
		application().withPropertyValues("redis-tiers.store.durability=replicated").run((context) -> {
			assertThat(context).hasNotFailed();
			try (Load load = Load.on(context)) {
				for (String[] options : FAILOVERS) {
					this.group.promote(replica(), options);
					load.awaitAnswers();
				}
				assertNamed(load);
				load.assertNothingLost();
			}
		});
	}

	@Test
	void losesNothingReplicatedWhenAReplicaThatIsBehindIsMadeToLead() {
		application().withPropertyValues("redis-tiers.store.durability=replicated").run((context) -> {
			assertThat(context).hasNotFailed();
			try (Load load = Load.on(context)) {
				RedisServer replica = replica();
				RedisServer primary = primaryOf(replica);
				primary.execute("ACL", "SETUSER", "default", "-psync", "-sync");
				primary.execute("CLIENT", "KILL", "TYPE", "replica");
				// what is counted from here on, it never hears of
				load.awaitCallsOfStore();
				this.group.promote(replica, "FORCE");
				load.awaitAnswers();
				load.assertNothingLost();
				assertNamed(load);
				assertThat(load.failuresOfStore()).isNotEmpty();
			}
		});
	}

	private RedisServer primaryOf(RedisServer replica) {
		String replication = String.valueOf(replica.execute("INFO", "replication"));
		return this.group.primaries()
			.stream()
			.filter((primary) -> replication.contains("master_port:" + primary.port()))
			.findFirst()
			.orElseThrow();
	}

	@Test
	void goesThroughTheLossOfAPrimary() {
		application().run((context) -> {
			assertThat(context).hasNotFailed();
			try (Load load = Load.on(context)) {
				this.group.failOver(this.group.primaries().get(0));
				load.awaitAnswers();
				assertNamed(load);
			}
		});
	}

	@Test
	void readsTheCacheFromReplicasAndGoesThroughTheLossOfOne() {
		List<RedisServer> replicas = this.group.servers().subList(3, 6);
		for (int i = 0; i < 20; i++) {
			this.group.ownerOf("key" + i).execute("SET", "key" + i, "1");
		}
		// Lettuce does not believe a replica that has never been written to.
		Awaitility.await()
			.until(() -> replicas.stream().allMatch((replica) -> !Long.valueOf(0).equals(replica.execute("DBSIZE"))));
		application()
			.withPropertyValues("redis-tiers.cache.lettuce.read-from=replica-preferred",
					"redis-tiers.cache.lettuce.cluster.refresh.period=500ms")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				try (Load load = Load.on(context)) {
					Awaitility.await()
						.atMost(Duration.ofSeconds(60))
						.until(() -> replicas.stream()
							.allMatch((replica) -> String.valueOf(replica.execute("INFO", "commandstats"))
								.contains("cmdstat_get:")));
					replicas.get(0).kill();
					load.awaitAnswers();
					assertThat(load.failuresOfStore()).isEmpty();
					assertThat(load.failuresOfCache()).isEmpty();
				}
			});
	}

	private RedisServer replica() {
		List<RedisServer> primaries = this.group.primaries();
		return this.group.servers().stream().filter((server) -> !primaries.contains(server)).findFirst().orElseThrow();
	}

	private static void assertNamed(Load load) {
		assertThat(load.failuresOfStore()).allMatch(StoreFailure.class::isInstance);
		assertThat(load.failuresOfCache()).isEmpty();
	}

	private ApplicationContextRunner application() {
		String nodes = String.join(",", this.group.nodes());
		return Load.application()
			.withPropertyValues("redis-tiers.store.cluster.nodes=" + nodes, "redis-tiers.cache.cluster.nodes=" + nodes);
	}

}
