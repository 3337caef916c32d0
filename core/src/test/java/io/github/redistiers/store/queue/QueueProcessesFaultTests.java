package io.github.redistiers.store.queue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.devservices.ServerPreset;
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

import org.springframework.dao.DataAccessException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of jobs whose processes are killed and paused, with their server or
 * without. The system property {@code redis-tiers.test.jobs} says how many, 20,000 by
 * default.
 */
@Timeout(3600)
class QueueProcessesFaultTests {

	private static final int JOBS = Integer.getInteger("redis-tiers.test.jobs", 20_000);

	private static final int TOGETHER = 1000;

	/**
	 * How many jobs wait at most, so that they are added while others are handled.
	 */
	private static final int AHEAD = 5000;

	private static final int PROCESSES = 4;

	private static final int PARTS = 10;

	private static final Duration PATIENCE = Duration.ofSeconds(60 + JOBS / 500);

	private static final Duration MINUTE = Duration.ofMinutes(1);

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension
		.server((builder) -> builder.preset(ServerPreset.STORE).setting("appendfsync", "always"));

	@TempDir
	Path folder = Path.of("");

	private final List<QueueWorker> all = new CopyOnWriteArrayList<>();

	private TestQueues process;

	private OrderQueue orders;

	@BeforeEach
	void start() {
		this.process = TestQueues.on(server.get(), QueueWorker.SETTINGS);
		this.orders = this.process.queue();
	}

	@AfterEach
	void stop() {
		this.all.forEach(QueueWorker::close);
		this.process.close();
	}

	@Test
	void handleEachJobThoughProcessesAndTheServerAreKilled() throws Exception {
		List<QueueWorker> living = new ArrayList<>();
		for (int i = 0; i < PROCESSES; i++) {
			living.add(startWorker());
		}
		CompletableFuture<Void> adding = CompletableFuture.runAsync(this::addAll);
		for (int part = 1; part < PARTS; part++) {
			long enough = (long) JOBS * part / PARTS;
			await().until(() -> handledCount() >= enough || adding.isCompletedExceptionally());
			// one that works, so that it dies with jobs
			QueueWorker unlucky = living.stream().max(Comparator.comparingLong(QueueProcessesFaultTests::count)).get();
			unlucky.kill();
			living.remove(unlucky);
			living.add(startWorker());
			if (part == PARTS / 3 || part == 2 * PARTS / 3) {
				server.get().kill();
				server.get().restart();
			}
		}
		adding.join();
		awaitEmpty();
		for (QueueWorker worker : living) {
			assertThat(worker.end()).isZero();
		}
		List<Handled> handled = new ArrayList<>();
		for (QueueWorker worker : this.all) {
			handled.addAll(worker.handled());
		}
		long distinct = handled.stream().map(Handled::number).distinct().count();
		long again = handled.stream().filter((one) -> one.attempt() > 1).count();
		System.err.printf("%d jobs, %d killed processes, 2 killed servers: handled %d, of which again %d, twice %d%n",
				JOBS, this.all.size() - PROCESSES, handled.size(), again, handled.size() - distinct);
		assertThat(distinct).as("jobs that were handled").isEqualTo(JOBS);
		assertThat(handled).as("an attempt is handled once").doesNotHaveDuplicates();
		assertThat(handled.size() - distinct).as("jobs that were handled twice").isLessThanOrEqualTo(again);
		assertThat(again).as("jobs whose process had died").isPositive();
		assertNothingIsLeft();
	}

	private void addAll() {
		for (int first = 0; first < JOBS; first += TOGETHER) {
			int from = first;
			await().until(() -> handledCount() >= from - AHEAD);
			List<NewJob<Order>> jobs = IntStream.range(from, Math.min(JOBS, from + TOGETHER))
				.mapToObj((i) -> new NewJob<>(Order.of(i), JobOptions.defaults().id(String.valueOf(i))))
				.toList();
			// it has ids of its own, so it may be made again
			await().ignoreExceptionsInstanceOf(DataAccessException.class)
				.until(() -> this.orders.enqueueAll(jobs).size() == jobs.size());
		}
	}

	@Test
	void refuseWhatAProcessSaysThatWasPausedPastItsLease() throws Exception {
		this.orders.enqueueAll(IntStream.range(0, 20).mapToObj((i) -> NewJob.of(Order.of(i))).toList());
		QueueWorker paused = QueueWorker.startHeld(server.get(), this.folder.resolve("paused"));
		this.all.add(paused);
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

	private QueueWorker startWorker() throws IOException {
		QueueWorker worker = QueueWorker.start(server.get(), this.folder.resolve("worker-" + this.all.size()));
		this.all.add(worker);
		return worker;
	}

	private long handledCount() {
		return this.all.stream().mapToLong(QueueProcessesFaultTests::count).sum();
	}

	private static long count(QueueWorker worker) {
		try {
			return worker.count();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void awaitEmpty() {
		await().until(() -> this.orders.status().equals(new QueueStatus(0, 0, 0, 0, null, false)));
	}

	private static void assertNothingIsLeft() {
		for (String key : List.of("ready", "delayed", "leased", "dead", "data", "tries", "notes")) {
			assertThat(server.execute("EXISTS", "shop:queue:{orders}:" + key)).as(key).isEqualTo(0L);
		}
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10));
	}

}
