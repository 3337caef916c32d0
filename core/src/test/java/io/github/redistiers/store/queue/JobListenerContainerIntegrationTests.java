package io.github.redistiers.store.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.store.queue.TestQueues.OrderQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
@EachServerGeneration
class JobListenerContainerIntegrationTests {

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.store();

	private static final JobListenerSettings SINGLE = JobListenerSettings.defaults();

	private static final RetryRule AT_ONCE = new RetryRule(List.of(Throwable.class), 0, Duration.ZERO, 1,
			Duration.ZERO);

	private final List<Integer> handled = Collections.synchronizedList(new ArrayList<>());

	private TestQueues process;

	private OrderQueue orders;

	JobListenerContainerIntegrationTests(ServerGeneration generation) {
	}

	@BeforeEach
	void start() {
		this.process = TestQueues.on(server.get());
		this.orders = this.process.queue();
	}

	@AfterEach
	void stop() {
		this.process.close();
	}

	@Test
	void handlesJobsInTheirOrder() {
		add(100);
		try (JobListenerContainer listener = this.orders.listen(SINGLE, single((job) -> note(job)))) {
			awaitEmpty();
			assertThat(listener.isRunning()).isTrue();
		}
		assertThat(this.handled).containsExactlyElementsOf(IntStream.range(0, 100).boxed().toList());
	}

	/**
	 * The patience is so long that nobody would look by himself.
	 */
	@Test
	void isToldOfJobsWhileItWaits() {
		try (JobListenerContainer listener = this.orders.listen(SINGLE, single((job) -> note(job)))) {
			awaitIdle(1);
			for (int i = 1; i <= 20; i++) {
				this.orders.enqueue(Order.of(i));
				int count = i;
				Awaitility.await().until(() -> this.handled.size() == count);
			}
			this.orders.pause();
			this.orders.enqueue(Order.of(21));
			this.orders.resume();
			Awaitility.await().until(() -> this.handled.size() == 21);
			awaitEmpty();
		}
		awaitIdle(0);
	}

	@Test
	void comesWhenADelayedJobIsDue() {
		try (JobListenerContainer listener = this.orders.listen(SINGLE, single((job) -> note(job)))) {
			awaitIdle(1);
			this.orders.enqueue(Order.of(2), JobOptions.defaults().delay(Duration.ofMillis(600)));
			this.orders.enqueue(Order.of(1), JobOptions.defaults().delay(Duration.ofMillis(300)));
			Awaitility.await().until(() -> this.handled.size() == 2);
		}
		assertThat(this.handled).containsExactly(1, 2);
	}

	@Test
	void tellsOneProcessAfterTheOther() throws Exception {
		CountDownLatch both = new CountDownLatch(2);
		Set<String> threads = ConcurrentHashMap.newKeySet();
		JobHandler<Order> handler = single((job) -> {
			threads.add(Thread.currentThread().getName());
			both.countDown();
			both.await();
		});
		try (TestQueues other = TestQueues.on(server.get());
				JobListenerContainer here = this.orders.listen(SINGLE, handler);
				JobListenerContainer there = other.queue().listen(SINGLE, handler)) {
			awaitIdle(2);
			this.orders.enqueueAll(List.of(NewJob.of(Order.of(1)), NewJob.of(Order.of(2))));
			both.await();
			awaitEmpty();
		}
	}

	@Test
	void handlesSeveralAtATime() throws Exception {
		CountDownLatch all = new CountDownLatch(4);
		add(4);
		try (JobListenerContainer listener = this.orders.listen(SINGLE.with(4, 1), single((job) -> {
			all.countDown();
			all.await();
			note(job);
		}))) {
			all.await();
			awaitEmpty();
		}
		assertThat(this.handled).hasSize(4);
	}

	@Test
	void handlesLists() {
		add(250);
		List<Integer> sizes = Collections.synchronizedList(new ArrayList<>());
		try (JobListenerContainer listener = this.orders.listen(SINGLE.with(2, 50), (jobs) -> {
			sizes.add(jobs.size());
			jobs.forEach(this::note);
		})) {
			awaitEmpty();
		}
		assertThat(this.handled).hasSize(250).doesNotHaveDuplicates();
		assertThat(sizes).allMatch((size) -> size <= 50).anyMatch((size) -> size == 50);
	}

	@Test
	void triesAgainByItsRules() {
		add(1);
		AtomicInteger attempts = new AtomicInteger();
		try (JobListenerContainer listener = this.orders.listen(SINGLE.with(AT_ONCE), single((job) -> {
			assertThat(job.attempt()).isEqualTo(attempts.incrementAndGet());
			throw new IllegalStateException("attempt " + job.attempt());
		}))) {
			Awaitility.await().until(() -> this.orders.status().dead() == 1);
		}
		assertThat(attempts).hasValue(3);
		assertThat(this.orders.deadLetters().list(0, 1)).singleElement()
			.satisfies((dead) -> assertThat(dead.note()).isEqualTo("java.lang.IllegalStateException: attempt 3"));
	}

	@Test
	void knowsWhatIsNotWorthAnotherAttempt() {
		add(2);
		RetryRule never = new RetryRule(List.of(IllegalArgumentException.class), 1, Duration.ZERO, 1, Duration.ZERO);
		RetryRule later = new RetryRule(List.of(IllegalStateException.class), 0, Duration.ofDays(1), 2,
				Duration.ofDays(30));
		try (JobListenerContainer listener = this.orders.listen(SINGLE.with(never, later), single((job) -> {
			if (job.payload().number() == 0) {
				throw new IllegalArgumentException("no such tea");
			}
			throw new IllegalStateException("no tea today");
		}))) {
			Awaitility.await().until(() -> this.orders.status().delayed() == 1);
		}
		assertThat(this.orders.status()).isEqualTo(new QueueStatus(0, 1, 0, 1, null, false));
	}

	@Test
	void survivesWhateverIsThrown() {
		add(3);
		try (JobListenerContainer listener = this.orders.listen(SINGLE.with(AT_ONCE), single((job) -> {
			switch (job.payload().number()) {
				case 0 -> throw new StackOverflowError();
				case 1 -> throw new Speechless();
				default -> note(job);
			}
		}))) {
			Awaitility.await().until(() -> this.orders.status().dead() == 2 && this.handled.size() == 1);
		}
		assertThat(this.orders.deadLetters().list(0, 2)).extracting(JobView::note)
			.containsExactlyInAnyOrder("java.lang.StackOverflowError", Speechless.class.getName());
	}

	@Test
	void buriesWhatCannotBeReadAndGoesOn() {
		Enqueued broken = this.orders.enqueue(Order.of(1));
		this.orders.enqueue(Order.of(2));
		server.execute("HSET", "shop:queue:{orders}:data", broken.id(), "not what we wrote");
		try (JobListenerContainer listener = this.orders.listen(SINGLE.with(1, 10),
				(jobs) -> jobs.forEach(this::note))) {
			Awaitility.await().until(() -> this.orders.status().dead() == 1 && this.handled.size() == 1);
		}
		assertThat(this.handled).containsExactly(2);
		assertThat(this.orders.deadLetters().list(0, 1).get(0).text()).isEqualTo("not what we wrote");
	}

	/**
	 * Nobody else writes there; if somebody does, other jobs do not wait for it.
	 */
	@Test
	void goesOnWhateverIsWrittenUnderItsKeys() {
		List<Enqueued> added = this.orders
			.enqueueAll(IntStream.range(0, 5).mapToObj((i) -> NewJob.of(Order.of(i))).toList());
		this.orders.take(2, QueueSettings.SHORTEST_LEASE);
		server.execute("HSET", "shop:queue:{orders}:tries", added.get(0).id(), "foreign");
		server.execute("HSET", "shop:queue:{orders}:tries", added.get(2).id(), "foreign");
		server.execute("HSET", "shop:queue:{orders}:data", added.get(3).id(), "#1 x\n{}");
		try (JobListenerContainer listener = this.orders.listen(SINGLE.with(AT_ONCE), single((job) -> note(job)))) {
			Awaitility.await().until(() -> this.handled.size() == 3 && this.orders.status().dead() == 2);
		}
		assertThat(this.handled).containsExactlyInAnyOrder(1, 2, 4);
	}

	@Test
	void renewsLeasesWhileJobsRun() throws Exception {
		this.process.close();
		this.process = TestQueues.on(server.get(), new QueueSettings(Duration.ofMillis(300), Duration.ofHours(1), 3,
				1000, Duration.ofSeconds(20), Duration.ofSeconds(10)));
		this.orders = this.process.queue();
		add(1);
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch end = new CountDownLatch(1);
		try (JobListenerContainer listener = this.orders.listen(SINGLE, single((job) -> {
			begun.countDown();
			end.await();
			assertThat(job.isLeased()).isTrue();
			note(job);
		}))) {
			begun.await();
			String id = String.valueOf(
					((List<?>) Objects.requireNonNull(server.execute("ZRANGE", "shop:queue:{orders}:leased", "0", "0")))
						.get(0));
			Set<Object> ends = ConcurrentHashMap.newKeySet();
			Awaitility.await().until(() -> {
				ends.add(server.execute("ZSCORE", "shop:queue:{orders}:leased", id));
				assertThat(this.orders.take(1, Duration.ofMinutes(1))).isEmpty();
				return ends.size() > 10;
			});
			end.countDown();
			awaitEmpty();
		}
		assertThat(this.handled).hasSize(1);
	}

	@Test
	void leavesAJobThatRunsForTooLong() throws Exception {
		this.process.close();
		this.process = TestQueues.on(server.get(), new QueueSettings(Duration.ofMillis(300), Duration.ofMillis(400), 3,
				1000, Duration.ofSeconds(20), Duration.ZERO));
		this.orders = this.process.queue();
		add(1);
		CountDownLatch end = new CountDownLatch(1);
		try (JobListenerContainer listener = this.orders.listen(SINGLE, single((job) -> end.await()))) {
			Awaitility.await()
				.until(() -> this.orders.take(1, Duration.ofMinutes(1)).stream().anyMatch((job) -> job.attempt() == 2));
			end.countDown();
			Awaitility.await().until(() -> this.orders.take(1, Duration.ofMinutes(1)).isEmpty());
			assertThat(this.orders.status().leased()).as("its end counts no more").isEqualTo(1);
		}
	}

	@Test
	void isToldThatItsJobIsCancelled() throws Exception {
		this.process.close();
		this.process = TestQueues.on(server.get(), new QueueSettings(Duration.ofMillis(300), Duration.ofHours(1), 3,
				1000, Duration.ofSeconds(20), Duration.ofSeconds(10)));
		this.orders = this.process.queue();
		Enqueued added = this.orders.enqueue(Order.of(1));
		CountDownLatch begun = new CountDownLatch(1);
		try (JobListenerContainer listener = this.orders.listen(SINGLE.with(AT_ONCE), single((job) -> {
			begun.countDown();
			Awaitility.await().until(job::isCancelled);
			note(job);
			throw new IllegalStateException("Cancelled");
		}))) {
			begun.await();
			assertThat(this.orders.cancel(added.id())).isEqualTo(CancelOutcome.TOLD);
			awaitEmpty();
		}
		assertThat(this.handled).hasSize(1);
	}

	@Test
	void givesBackAtOnceWhatHasNotBegunAndWaitsForTheRest() throws Exception {
		add(20);
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch end = new CountDownLatch(1);
		JobListenerContainer listener = this.orders.listen(SINGLE.with(1, 10), single((job) -> {
			begun.countDown();
			end.await();
			note(job);
		}));
		begun.await();
		Awaitility.await().until(() -> this.orders.status().leased() == 10);
		listener.stop();
		assertThat(listener.isRunning()).isFalse();
		Awaitility.await().until(() -> this.orders.status().leased() == 1);
		end.countDown();
		listener.close();
		assertThat(this.handled).containsExactly(0);
		List<Job<Order>> rest = this.orders.take(20, Duration.ofMinutes(1));
		assertThat(rest).extracting((job) -> job.payload().number())
			.containsExactlyElementsOf(IntStream.range(1, 20).boxed().toList());
		assertThat(rest).allMatch((job) -> job.attempt() == 1);
	}

	@Test
	void givesBackWhatRunsForLongerThanItsGrace() throws Exception {
		this.process.close();
		this.process = TestQueues.on(server.get(), new QueueSettings(Duration.ofSeconds(30), Duration.ofHours(1), 3,
				1000, Duration.ofSeconds(20), Duration.ZERO));
		this.orders = this.process.queue();
		add(1);
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch interrupted = new CountDownLatch(1);
		JobListenerContainer listener = this.orders.listen(SINGLE, single((job) -> {
			begun.countDown();
			try {
				new CountDownLatch(1).await();
			}
			finally {
				interrupted.countDown();
			}
		}));
		begun.await();
		listener.close();
		interrupted.await();
		assertThat(this.orders.take(1, Duration.ofMinutes(1))).singleElement()
			.satisfies((job) -> assertThat(job.attempt()).isEqualTo(1));
	}

	/**
	 * One connection that waits, and the shared one.
	 */
	@Test
	void waitsForAThousandQueuesOnOneConnection() {
		int before = connections();
		List<OrderQueue> queues = IntStream.range(0, 1000).mapToObj((i) -> this.process.queue("queue-" + i)).toList();
		List<JobListenerContainer> listeners = queues.stream()
			.map((queue) -> queue.listen(SINGLE, single((job) -> note(job))))
			.toList();
		queues.forEach((queue) -> queue.enqueue(Order.of(1)));
		Awaitility.await().until(() -> this.handled.size() == 1000);
		assertThat(connections() - before).isLessThanOrEqualTo(2);
		listeners.forEach(JobListenerContainer::stop);
		listeners.forEach(JobListenerContainer::close);
	}

	/**
	 * Whoever adds a job may not publish, and whoever waits may not subscribe.
	 */
	@Test
	void looksFromTimeToTimeWhereNobodyMayBeTold() {
		server.execute("ACL", "SETUSER", "default", "resetchannels");
		this.process.close();
		this.process = TestQueues.on(server.get(), new QueueSettings(Duration.ofSeconds(30), Duration.ofHours(1), 3,
				1000, Duration.ofMillis(200), Duration.ofSeconds(10)));
		this.orders = this.process.queue();
		try (JobListenerContainer listener = this.orders.listen(SINGLE, single((job) -> note(job)))) {
			for (int i = 1; i <= 3; i++) {
				this.orders.enqueue(Order.of(i));
				int count = i;
				Awaitility.await().until(() -> this.handled.size() == count);
			}
		}
		finally {
			server.execute("ACL", "SETUSER", "default", "allchannels");
		}
	}

	private static int connections() {
		return (int) String.valueOf(server.execute("CLIENT", "LIST"))
			.lines()
			.filter((line) -> line.contains("id="))
			.count();
	}

	private void add(int count) {
		this.orders.enqueueAll(IntStream.range(0, count).mapToObj((i) -> NewJob.of(Order.of(i))).toList());
	}

	private void note(Job<Order> job) {
		this.handled.add(job.payload().number());
	}

	private static JobHandler<Order> single(JobHandler.Single<Order> handler) {
		return handler;
	}

	private void awaitEmpty() {
		Awaitility.await().until(() -> this.orders.status().equals(new QueueStatus(0, 0, 0, 0, null, false)));
	}

	private static void awaitIdle(long processes) {
		Awaitility.await().until(() -> Objects.equals(server.execute("ZCARD", "shop:queue:{orders}:idle"), processes));
	}

	/**
	 * An exception that fails when it is asked.
	 */
	private static final class Speechless extends RuntimeException {

		private static final long serialVersionUID = 1;

		@Override
		public String getMessage() {
			throw new IllegalStateException("speechless");
		}

	}

}
