package io.github.redistiers.store.queue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.devservices.SentinelGroup;
import io.github.redistiers.devservices.ServerPreset;
import io.github.redistiers.store.queue.QueueScene.ServerFault;
import io.github.redistiers.store.queue.QueueWorker.Handled;
import io.github.redistiers.store.queue.TestQueues.OrderQueue;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of jobs whose processes are killed and paused, with their server or
 * without.
 */
@Timeout(3600)
class QueueProcessesFaultTests {

	private static final Duration MINUTE = Duration.ofMinutes(1);

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension
		.server((builder) -> builder.preset(ServerPreset.STORE).setting("appendfsync", "always"));

	@TempDir
	Path folder = Path.of("");

	private TestQueues process;

	private OrderQueue orders;

	@BeforeEach
	void start() {
		this.process = TestQueues.on(server.get(), QueueWorker.SETTINGS);
		this.orders = this.process.queue();
	}

	@AfterEach
	void stop() {
		this.process.close();
	}

	@Test
	void handleEachJobThoughProcessesAndTheServerAreKilled() throws Exception {
		ServerFault restart = ServerFault.of(server.get()::kill, server.get()::restart);
		try (QueueScene scene = new QueueScene(server.get().host() + ":" + server.get().port(), this.folder)) {
			scene.play(Map.of(QueueScene.PARTS / 3, restart, 2 * QueueScene.PARTS / 3, restart));
		}
	}

	/**
	 * Whoever calls has heard that a change was made when the replica has it: adding,
	 * taking and acknowledging.
	 */
	@Test
	void handleEachJobThoughProcessesAreKilledAndTheReplicaTakesOver() throws Exception {
		try (SentinelGroup group = SentinelGroup.start((builder) -> builder.preset(ServerPreset.STORE));
				QueueScene scene = new QueueScene(group.name() + "@" + String.join(",", group.nodes()), this.folder)) {
			RedisServer lost = group.primary();
			RedisServer successor = group.replica();
			scene.play(Map.of(QueueScene.PARTS / 2, ServerFault.of(lost::kill, () -> {
				group.awaitPrimary(successor);
				group.rejoin(lost);
			})));
			assertThat(group.primary()).isSameAs(successor);
		}
	}

	@Test
	void refuseWhatAProcessSaysThatWasPausedPastItsLease() throws Exception {
		this.orders.enqueueAll(IntStream.range(0, 20).mapToObj((i) -> NewJob.of(Order.of(i))).toList());
		try (QueueWorker paused = QueueWorker.startHeld(server.get(), this.folder.resolve("paused"))) {
			refuseWhatIsSaidBy(paused);
		}
	}

	private void refuseWhatIsSaidBy(QueueWorker paused) throws Exception {
		await().until(() -> paused.begun() == 1 && this.orders.status().leased() == 20);
		paused.pause();
		List<Job<Order>> young = new ArrayList<>();
		await().until(() -> {
			young.addAll(this.orders.take(20, MINUTE));
			return young.size() == 20;
		});
		assertThat(young).allMatch((job) -> job.attempt() == 2);
		assertThat(young.get(0).payload().number()).isZero();
		for (Job<Order> job : young.subList(10, 20)) {
			assertThat(this.orders.acknowledge(job)).isTrue();
		}
		paused.wake();
		paused.goOn();
		await().until(() -> paused.lost() >= 20);
		assertThat(paused.end()).isZero();
		assertThat(paused.handled()).as("what it had not begun, it left").containsExactly(new Handled(0, 1));
		assertThat(paused.lost()).as("each of them counts once").isEqualTo(20);
		assertThat(this.orders.status()).isEqualTo(new QueueStatus(0, 0, 10, 0, null, false));
		for (Job<Order> job : young.subList(0, 10)) {
			assertThat(this.orders.acknowledge(job)).isTrue();
		}
		assertNothingIsLeft();
	}

	private static void assertNothingIsLeft() {
		for (String key : List.of("ready", "delayed", "leased", "dead", "data", "tries", "notes")) {
			assertThat(server.execute("EXISTS", "shop:queue:{orders}:" + key)).as(key).isEqualTo(0L);
		}
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(MINUTE).pollInterval(Duration.ofMillis(10));
	}

}
