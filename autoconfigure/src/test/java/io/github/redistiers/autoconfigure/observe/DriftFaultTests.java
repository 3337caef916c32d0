package io.github.redistiers.autoconfigure.observe;

import java.util.List;
import java.util.stream.Stream;

import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.RedisServerBuilder;
import io.github.redistiers.devservices.SentinelGroup;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.devservices.ServerPreset;
import io.github.redistiers.devservices.SmallDisk;
import io.github.redistiers.devservices.UnreliableDisk;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/**
 * A disk that fails under a store, and a replica that takes over with settings of its
 * own, are told as drift is.
 *
 * @see DriftIntegrationTests
 */
@Timeout(180)
@EachServerGeneration
@ExtendWith(OutputCaptureExtension.class)
class DriftFaultTests {

	private static final String PERSISTENCE = "store.persistence-health";

	private static final String POLICY = "store.eviction-policy";

	private static final String AOF = "store.aof";

	private final ServerGeneration generation;

	DriftFaultTests(ServerGeneration generation) {
		this.generation = generation;
	}

	@ParameterizedTest
	@EnumSource
	@Tag("machine")
	void tellThatTheDiskIsFull(StoreUser user, CapturedOutput output) {
		try (SmallDisk disk = SmallDisk.mount(64)) {
			new DriftScene(this.generation, user, output).assertTold(PERSISTENCE, Status.OUT_OF_SERVICE,
					(it) -> it.dataDirectory(disk.path()), (store) -> {
						disk.fill();
						awaitPersistence(store, false);
					}, (store) -> {
						disk.free();
						awaitPersistence(store, true);
					});
		}
	}

	@ParameterizedTest
	@EnumSource
	@Tag("machine")
	void tellThatTheDiskFailsToSync(StoreUser user, CapturedOutput output) {
		try (UnreliableDisk disk = UnreliableDisk.create()) {
			new DriftScene(this.generation, user, output).assertTold(PERSISTENCE, Status.OUT_OF_SERVICE,
					(it) -> it.disk(disk), (store) -> {
						disk.failSyncs();
						awaitPersistence(store, false);
					}, (store) -> {
						disk.repair();
						// as the remedy of Redis 7.0 has it, where nothing less helps
						store.execute("CONFIG", "SET", "appendonly", "no");
						store.execute("CONFIG", "SET", "appendonly", "yes");
						awaitPersistence(store, true);
					});
		}
	}

	/**
	 * The replica is judged as one already, so that somebody may mend it in time. An
	 * application of each user sees it.
	 */
	@Test
	void tellThatAReplicaWithSettingsOfItsOwnTakesOver(CapturedOutput output) throws Exception {
		try (SentinelGroup group = SentinelGroup.start(this::withUsers)) {
			RedisServer replica = group.replica();
			String node = replica.address();
			List<WatchfulApplication> applications = Stream.of(StoreUser.values())
				.map((user) -> WatchfulApplication.on(user, output, "redis-tiers.store.sentinel.master=" + group.name(),
						"redis-tiers.store.sentinel.nodes=" + String.join(",", group.nodes())))
				.toList();
			run(applications, (writing) -> {
				try (Load load = new Load(writing::write)) {
					load.awaitAnswers();
					applications.forEach((it) -> it.awaitUnharmed(POLICY, node));
					replica.execute("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
					replica.execute("CONFIG", "SET", "appendonly", "no");
					awaitWrong(applications, node);
					group.failOver();
					load.awaitAnswers();
					applications.forEach((it) -> it.awaitPrimary(node));
					awaitWrong(applications, node);
					replica.execute("CONFIG", "SET", "maxmemory-policy", "noeviction");
					replica.execute("CONFIG", "SET", "appendonly", "yes");
					for (WatchfulApplication application : applications) {
						int looks = application.looks();
						application.awaitRight(POLICY, node, looks);
						application.awaitRight(AOF, node, looks);
						application.assertToldOnce(POLICY, node);
						application.assertToldOnce(AOF, node);
					}
				}
			});
		}
	}

	private RedisServerBuilder withUsers(RedisServerBuilder server) {
		server.generation(this.generation).preset(ServerPreset.STORE);
		for (StoreUser user : StoreUser.values()) {
			user.addTo(server, this.generation);
		}
		return server;
	}

	private static void awaitWrong(List<WatchfulApplication> applications, String node) {
		for (WatchfulApplication application : applications) {
			int looks = application.looks();
			application.awaitWrong(POLICY, node, Status.OUT_OF_SERVICE, looks);
			application.awaitWrong(AOF, node, Status.OUT_OF_SERVICE, looks);
		}
	}

	/**
	 * Runs all of them at the same time.
	 * @param use gets the first of them
	 */
	private static void run(List<WatchfulApplication> applications, WatchfulApplication.Use use) {
		int last = applications.size() - 1;
		WatchfulApplication.Use next = (last == 0) ? use : (application) -> run(applications.subList(0, last), use);
		applications.get(last).run(next);
	}

	/**
	 * A server notices with its next write or sync.
	 */
	private static void awaitPersistence(RedisServer store, boolean works) {
		WatchfulApplication
			.eventually(() -> String.valueOf(store.execute("INFO", "persistence")).contains("_status:err") != works);
	}

}
