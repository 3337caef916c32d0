package io.github.redistiers.store.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.FaultProxy;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.devservices.ServerPreset;
import io.github.redistiers.store.StoreFullException;
import io.github.redistiers.store.StoreUnavailableException;
import io.github.redistiers.store.queue.TestQueues.OrderQueue;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.dao.DataAccessException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What listeners do while their server is gone, cut off or full, or a job is bad.
 */
@Timeout(120)
@EachServerGeneration
class QueueFaultTests {

	private static final Duration MINUTE = Duration.ofMinutes(1);

	private static final Duration LEASE = Duration.ofSeconds(2);

	private static final QueueSettings SETTINGS = new QueueSettings(LEASE, MINUTE, 10, 10_000, Duration.ofSeconds(2),
			Duration.ofSeconds(30));

	private static final JobListenerSettings SINGLE = JobListenerSettings.defaults();

	private static final RetryRule AT_ONCE = new RetryRule(List.of(Throwable.class), 3, Duration.ZERO, 1,
			Duration.ZERO);

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension
		.server((builder) -> builder.preset(ServerPreset.STORE).setting("appendfsync", "always"));

	private final List<Handled> handled = Collections.synchronizedList(new ArrayList<>());

	private final AtomicInteger lost = new AtomicInteger();

	private FaultProxy proxy;

	/**
	 * Its network fails.
	 */
	private TestQueues unlucky;

	private TestQueues process;

	private OrderQueue orders;

	QueueFaultTests(ServerGeneration generation) {
	}

	@BeforeEach
	void start() {
		this.proxy = FaultProxy.to(server.get());
		this.unlucky = TestQueues.on(this.proxy.host(), this.proxy.port(), Duration.ofSeconds(1), SETTINGS,
				new JobObserver() {
					@Override
					public void lostLease(String queue) {
						QueueFaultTests.this.lost.incrementAndGet();
					}
				});
		this.process = TestQueues.on(server.get(), SETTINGS);
		this.orders = this.process.queue();
	}

	@AfterEach
	void stop() {
		this.proxy.pass();
		this.unlucky.close();
		this.process.close();
		this.proxy.close();
	}

	/**
	 * Its leases last, and it has all jobs that it can have when the server dies: what
	 * became of them is not forgotten.
	 */
	@Test
	void goOnByThemselvesWhenTheirServerIsBack() throws Exception {
		add(0, 200);
		CountDownLatch begun = new CountDownLatch(2);
		CountDownLatch end = new CountDownLatch(1);
		try (TestQueues patient = TestQueues.on(server.get());
				JobListenerContainer listener = patient.queue().listen(SINGLE.with(2, 10), (jobs) -> {
					begun.countDown();
					end.await();
					jobs.forEach(this::note);
				})) {
			begun.await();
			server.get().kill();
			end.countDown();
			await().until(() -> this.handled.size() == 20);
			server.get().restart();
			awaitEmpty();
			assertThat(listener.isRunning()).isTrue();
		}
		assertAllAreHandled(200);
		assertThat(this.handled).hasSize(200);
	}

	/**
	 * Each job is the only one that its process has, so nobody asks for jobs while the
	 * server dies.
	 */
	@Test
	void keepTheOrderWhenTheirServerDies() {
		for (int i = 0; i < 30; i++) {
			this.orders.enqueue(Order.of(i), JobOptions.defaults().priority(i % 3));
		}
		try (TestQueues patient = TestQueues.on(server.get());
				JobListenerContainer listener = patient.queue().listen(SINGLE, JobHandler.ofSingle((job) -> {
					note(job);
					if (this.handled.size() % 8 == 0) {
						server.get().kill();
						server.get().restart();
					}
				}))) {
			awaitEmpty();
		}
		assertThat(this.handled).extracting(Handled::number)
			.containsExactlyElementsOf(IntStream.range(0, 30).map((i) -> i % 10 * 3 + 2 - i / 10).boxed().toList());
	}

	@Test
	void doNotHandleAgainWhatTheServerHasHeard() {
		try (JobListenerContainer listener = this.unlucky.queue().listen(SINGLE, JobHandler.ofSingle((job) -> {
			note(job);
			if (this.handled.size() == 2) {
				// it has the next job in it as well
				this.proxy.dropNextReply();
			}
		}))) {
			// then its connections are all there, and no other reply comes
			await().until(() -> Objects.equals(server.execute("EXISTS", "shop:queue:{orders}:idle"), 1L));
			add(0, 5);
			awaitEmpty();
		}
		assertThat(this.handled).extracting(Handled::number).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
		assertThat(this.handled).as("nobody was given the one in the reply").contains(new Handled(2, 2));
		assertThat(this.lost).as("leases that were lost").hasValue(0);
	}

	@Test
	void leaveTheirJobsToOthersWhenNothingComesThrough() throws Exception {
		leaveTheirJobs(this.proxy::blackHole, null);
	}

	@Test
	void leaveTheirJobsToOthersWhenTheyAreCutOff() throws Exception {
		OrderQueue queue = this.unlucky.queue();
		leaveTheirJobs(() -> {
			this.proxy.refuseConnections();
			this.proxy.cut();
		}, () -> {
			await().until(() -> this.handled.size() == 30);
			// what became of the jobs could not be said, either
			assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(queue::status);
		});
	}

	/**
	 * Has a listener lose its leases.
	 * @param fault cuts it off
	 * @param meanwhile what happens when its handler is done, before it is reached again
	 */
	private void leaveTheirJobs(Runnable fault, @Nullable Runnable meanwhile) throws Exception {
		add(0, 20);
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch end = new CountDownLatch(1);
		try (JobListenerContainer cutOff = this.unlucky.queue().listen(SINGLE.with(1, 10), (jobs) -> {
			begun.countDown();
			end.await();
			jobs.forEach(this::note);
		})) {
			begun.await();
			fault.run();
			try (JobListenerContainer other = this.orders.listen(SINGLE.with(1, 10),
					(jobs) -> jobs.forEach(this::note))) {
				awaitEmpty();
			}
			if (meanwhile != null) {
				end.countDown();
				meanwhile.run();
			}
			this.proxy.pass();
			end.countDown();
			// comes with the answer to what was to be said, or after it
			add(20, 21);
			awaitEmpty();
			// comes when that answer is dealt with
			add(21, 22);
			awaitEmpty();
		}
		assertAllAreHandled(22);
		assertThat(this.handled).as("what was cut off was handled by both").hasSize(32);
		assertThat(this.lost).hasValue(10);
	}

	/**
	 * What they say of the jobs comes while somebody else has them, not after.
	 */
	@Test
	void changeNothingForThoseWhoHaveTheirJobsNow() throws Exception {
		add(0, 10);
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch end = new CountDownLatch(1);
		try (JobListenerContainer cutOff = this.unlucky.queue().listen(SINGLE.with(1, 10), (jobs) -> {
			begun.countDown();
			end.await();
			jobs.forEach(this::note);
		})) {
			begun.await();
			this.proxy.blackHole();
			List<Job<Order>> young = new ArrayList<>();
			await().until(() -> {
				young.addAll(this.orders.take(10, MINUTE));
				return young.size() == 10;
			});
			this.proxy.pass();
			end.countDown();
			await().until(() -> this.lost.get() == 10 || this.orders.status().leased() < 10);
			assertThat(this.orders.status()).isEqualTo(new QueueStatus(0, 0, 10, 0, null, false));
			assertThat(young).allMatch((job) -> job.attempt() == 2 && this.orders.acknowledge(job));
			awaitEmpty();
		}
		assertThat(this.handled).extracting(Handled::attempt).containsOnly(1);
		assertThat(this.lost).hasValue(10);
	}

	@Test
	void drainAFullServer() throws Exception {
		add(0, 200);
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch end = new CountDownLatch(1);
		try (JobListenerContainer listener = this.orders.listen(SINGLE.with(2, 10), (jobs) -> {
			begun.countDown();
			end.await();
			jobs.forEach(this::note);
		})) {
			begun.await();
			server.get().fillToMaxmemory();
			assertThatExceptionOfType(StoreFullException.class).isThrownBy(() -> this.orders.enqueue(Order.of(200)));
			end.countDown();
			await().until(() -> this.handled.size() == 200);
			awaitEmpty();
			server.get().makeSpace();
			add(200, 210);
			awaitEmpty();
		}
		assertAllAreHandled(210);
		assertThat(this.handled).hasSize(210);
	}

	@Test
	void buryAJobThatAlwaysFailsAndHandleThoseBehindIt() {
		add(0, 101);
		try (JobListenerContainer listener = this.orders.listen(SINGLE.with(AT_ONCE), JobHandler.ofSingle((job) -> {
			if (job.payload().number() == 0) {
				throw new IllegalStateException("attempt " + job.attempt());
			}
			note(job);
		}))) {
			await().until(() -> this.orders.status().equals(new QueueStatus(0, 0, 0, 1, null, false)));
		}
		assertThat(this.handled).extracting(Handled::number)
			.containsExactlyElementsOf(IntStream.rangeClosed(1, 100).boxed().toList());
		assertThat(this.orders.deadLetters().list(0, 10)).singleElement().satisfies((dead) -> {
			assertThat(dead.payload()).isEqualTo(Order.of(0));
			assertThat(dead.note()).isEqualTo("java.lang.IllegalStateException: attempt 3");
		});
	}

	private void add(int from, int to) {
		this.orders.enqueueAll(IntStream.range(from, to).mapToObj((i) -> NewJob.of(Order.of(i))).toList());
	}

	private void note(Job<Order> job) {
		this.handled.add(new Handled(job.payload().number(), job.attempt()));
	}

	private void assertAllAreHandled(int jobs) {
		assertThat(this.handled).as("an attempt is handled once").doesNotHaveDuplicates();
		assertThat(this.handled).extracting(Handled::number).containsAll(IntStream.range(0, jobs).boxed().toList());
	}

	private void awaitEmpty() {
		await().ignoreExceptionsInstanceOf(DataAccessException.class)
			.until(() -> this.orders.status().equals(new QueueStatus(0, 0, 0, 0, null, false)));
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(MINUTE).pollInterval(Duration.ofMillis(10));
	}

	/**
	 * An attempt that was handled.
	 *
	 * @param number the job's
	 * @param attempt which one it was
	 */
	private record Handled(int number, int attempt) {

	}

}
