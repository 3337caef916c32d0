package io.github.redistiers.store.queue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

import io.github.redistiers.store.queue.QueueWorker.Handled;
import io.github.redistiers.store.queue.TestQueues.OrderQueue;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

import org.springframework.dao.DataAccessException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Numbered jobs, and four processes that handle them, of which one is killed again and
 * again while servers fail. What must hold of it, whatever fails:
 * <ul>
 * <li>Each job whose {@code enqueueAll} has returned is handled. It is added once; only a
 * call that has failed is made again, with the same ids.</li>
 * <li>No attempt is handled twice, by whomever.</li>
 * <li>A job is handled in two attempts only where the first one's lease ended or its
 * acknowledgement is in doubt. Who handled the first
 * <ul>
 * <li>was killed, and it was among the last that he can have had, or</li>
 * <li>had it when the server died, when an acknowledgement may be unanswered and the
 * lease may end, or</li>
 * <li>has reported that he lost its lease.</li>
 * </ul>
 * So what a living process handled while its server lived, and has not reported as lost,
 * was handled for good.</li>
 * <li>Nothing is left in the queue.</li>
 * </ul>
 * The system property {@code redis-tiers.test.jobs} says how many jobs, 20,000 by
 * default.
 */
final class QueueScene implements AutoCloseable {

	/**
	 * After so many parts of the jobs a process is killed.
	 */
	static final int PARTS = 10;

	private static final int JOBS = Integer.getInteger("redis-tiers.test.jobs", 20_000);

	private static final int TOGETHER = 1000;

	/**
	 * How many jobs wait at most, so that they are added while others are handled.
	 */
	private static final int AHEAD = 5000;

	private static final int PROCESSES = 4;

	/**
	 * How many jobs a process can have handled without knowing whether the server has
	 * heard of it: those of a call under way, and those that were handled meanwhile.
	 */
	private static final int MOST_UNHEARD = 2 * QueueWorker.MOST_AT_A_TIME;

	private static final Duration PATIENCE = Duration.ofSeconds(60 + JOBS / 500);

	private final String servers;

	private final Path folder;

	private final TestQueues process;

	private final OrderQueue orders;

	private final List<QueueWorker> all = new CopyOnWriteArrayList<>();

	private final List<QueueWorker> living = new ArrayList<>();

	/**
	 * In which lines of a process jobs may stand that are handled again.
	 */
	private final Map<QueueWorker, List<Lines>> inDoubt = new LinkedHashMap<>();

	QueueScene(String servers, Path folder) {
		this.servers = servers;
		this.folder = folder;
		this.process = TestQueues.on(servers, QueueWorker.SETTINGS);
		this.orders = this.process.queue();
	}

	/**
	 * Lets it happen, and asserts what must hold.
	 * @param faults what the servers suffer, by the number of parts after which they do
	 */
	void play(Map<Integer, ServerFault> faults) throws Exception {
		for (int i = 0; i < PROCESSES; i++) {
			startWorker();
		}
		CompletableFuture<Void> adding = CompletableFuture.runAsync(this::addAll, (adder) -> new Thread(adder).start());
		for (int part = 1; part < PARTS; part++) {
			long enough = (long) JOBS * part / PARTS;
			await().until(() -> handledCount() >= enough || adding.isCompletedExceptionally());
			killWorker();
			startWorker();
			ServerFault fault = faults.get(part);
			if (fault != null) {
				suffer(fault);
			}
		}
		adding.join();
		awaitEmpty();
		for (QueueWorker worker : this.living) {
			assertThat(worker.end()).isZero();
		}
		assertWhatMustHold(faults.size());
	}

	private void startWorker() throws IOException {
		QueueWorker worker = QueueWorker.start(this.servers, this.folder.resolve("worker-" + this.all.size()));
		this.all.add(worker);
		this.living.add(worker);
	}

	/**
	 * Kills one that works, so that it dies with jobs.
	 */
	private void killWorker() throws Exception {
		QueueWorker unlucky = this.living.stream().max(Comparator.comparingLong(QueueScene::count)).orElseThrow();
		unlucky.kill();
		this.living.remove(unlucky);
		doubt(unlucky, count(unlucky), count(unlucky));
	}

	private void suffer(ServerFault fault) {
		Map<QueueWorker, Long> before = new HashMap<>();
		this.living.forEach((worker) -> before.put(worker, count(worker)));
		fault.kill();
		before.forEach((worker, count) -> doubt(worker, count, count(worker)));
		fault.mend();
	}

	private void doubt(QueueWorker worker, long from, long to) {
		this.inDoubt.computeIfAbsent(worker, (doubted) -> new ArrayList<>())
			.add(new Lines(from - MOST_UNHEARD, to + QueueWorker.MOST_AT_A_TIME));
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

	private void awaitEmpty() {
		await().ignoreExceptionsInstanceOf(DataAccessException.class)
			.until(() -> this.orders.status().equals(new QueueStatus(0, 0, 0, 0, null, false)));
	}

	private void assertWhatMustHold(int faults) throws IOException {
		List<Handled> handled = new ArrayList<>();
		for (QueueWorker worker : this.all) {
			handled.addAll(worker.handled());
		}
		int[] lastAttempts = new int[JOBS];
		handled.forEach((one) -> lastAttempts[one.number()] = Math.max(lastAttempts[one.number()], one.attempt()));
		long missing = IntStream.of(lastAttempts).filter((attempt) -> attempt == 0).count();
		long again = handled.stream().filter((one) -> one.attempt() > 1).count();
		long twice = handled.size() - (JOBS - missing);
		long unexplained = 0;
		long lost = 0;
		for (QueueWorker worker : this.all) {
			unexplained += unexplained(worker, lastAttempts);
			lost += worker.lost();
		}
		System.err.printf(
				"%,d jobs, %d killed processes, %d killed servers: %,d handled, of which %,d in a later"
						+ " attempt, %,d twice; %,d lost leases reported, %,d handled twice for no other reason%n",
				JOBS, this.all.size() - PROCESSES, faults, handled.size(), again, twice, lost, unexplained);
		assertThat(missing).as("jobs that nobody has handled").isZero();
		assertThat(handled).as("attempts that were handled").doesNotHaveDuplicates();
		assertThat(unexplained).as("handled twice though no lease ended and no acknowledgement was in doubt")
			.isLessThanOrEqualTo(lost);
		assertThat(again).as("jobs whose process had died").isPositive();
		assertNothingIsLeft();
	}

	private long unexplained(QueueWorker worker, int[] lastAttempts) throws IOException {
		List<Handled> handled = worker.handled();
		List<Lines> inDoubt = this.inDoubt.getOrDefault(worker, List.of());
		int[] unexplained = IntStream.range(0, handled.size())
			.filter((line) -> handled.get(line).attempt() < lastAttempts[handled.get(line).number()])
			.filter((line) -> inDoubt.stream().noneMatch((lines) -> lines.contain(line)))
			.toArray();
		if (unexplained.length > 0) {
			System.err.printf("Handled twice: lines %d to %d of %d; in doubt are %s. Its process said:%n%s",
					unexplained[0], unexplained[unexplained.length - 1], handled.size(), inDoubt, worker.log());
		}
		return unexplained.length;
	}

	private void assertNothingIsLeft() {
		for (String key : List.of("ready", "delayed", "leased", "dead", "data", "tries", "notes")) {
			assertThat(this.process.store().template().hasKey("shop:queue:{orders}:" + key)).as(key).isFalse();
		}
	}

	private long handledCount() {
		return this.all.stream().mapToLong(QueueScene::count).sum();
	}

	private static long count(QueueWorker worker) {
		try {
			return worker.count();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10));
	}

	@Override
	public void close() {
		this.all.forEach(QueueWorker::close);
		this.process.close();
	}

	/**
	 * What the servers suffer.
	 */
	interface ServerFault {

		/**
		 * Has nobody answer any more.
		 */
		void kill();

		/**
		 * Has somebody answer again.
		 */
		void mend();

		static ServerFault of(Runnable kill, Runnable mend) {
			return new ServerFault() {
				@Override
				public void kill() {
					kill.run();
				}

				@Override
				public void mend() {
					mend.run();
				}
			};
		}

	}

	/**
	 * Lines of what a process has handled.
	 */
	private record Lines(long from, long to) {

		boolean contain(long line) {
			return line >= this.from && line < this.to;
		}

	}

}
