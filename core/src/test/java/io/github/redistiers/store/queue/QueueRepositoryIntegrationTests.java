package io.github.redistiers.store.queue;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;

import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.store.RepositoryName;
import io.github.redistiers.store.StoreFullException;
import io.github.redistiers.store.queue.TestQueues.OrderQueue;
import io.lettuce.core.cluster.SlotHash;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@EachServerGeneration
class QueueRepositoryIntegrationTests {

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.store();

	private static final Duration MINUTE = Duration.ofMinutes(1);

	private static final Duration SHORT = Duration.ofMillis(100);

	private TestQueues process;

	private OrderQueue orders;

	QueueRepositoryIntegrationTests(ServerGeneration generation) {
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
	void handsOutJobsInTheirOrder() {
		assertThat(this.orders.take(10, MINUTE)).isEmpty();
		Instant before = time().truncatedTo(ChronoUnit.MILLIS);
		List<Enqueued> added = IntStream.rangeClosed(1, 5).mapToObj((i) -> this.orders.enqueue(Order.of(i))).toList();
		assertThat(added).allMatch(Enqueued::isNew).extracting(Enqueued::id).doesNotHaveDuplicates();
		assertThat(this.orders.status()).matches((status) -> status.ready() == 5 && status.leased() == 0)
			.matches((status) -> status.oldest() != null && status.oldest().compareTo(MINUTE) < 0);
		List<Job<Order>> jobs = this.orders.take(3, MINUTE);
		assertThat(jobs).extracting(Job::payload).containsExactly(Order.of(1), Order.of(2), Order.of(3));
		assertThat(jobs).extracting(Job::id)
			.containsExactlyElementsOf(added.subList(0, 3).stream().map(Enqueued::id).toList());
		assertThat(jobs).allSatisfy((job) -> {
			assertThat(job.attempt()).isEqualTo(1);
			assertThat(job.maxAttempts()).isEqualTo(3);
			assertThat(job.enqueuedAt()).isBetween(before, time());
			assertThat(job.isLeased()).isTrue();
			assertThat(job.isCancelled()).isFalse();
		});
		assertThat(this.orders.status()).matches((status) -> status.ready() == 2 && status.leased() == 3);
		assertThat(this.orders.acknowledge(jobs.get(1))).isTrue();
		assertThat(this.orders.acknowledge(jobs.get(1))).isFalse();
		List<Job<Order>> next = this.orders.acknowledgeAndTake(List.of(jobs.get(0), jobs.get(2)), 10, MINUTE);
		assertThat(next).extracting((job) -> job.payload().number()).containsExactly(4, 5);
		assertThat(this.orders.acknowledgeAndTake(next, 10, MINUTE)).isEmpty();
		assertThat(this.orders.status()).isEqualTo(new QueueStatus(0, 0, 0, 0, null, false));
		assertThat(server.execute("KEYS", "*")).isEqualTo(List.of("shop:queue:{orders}:info"));
	}

	@Test
	void handsOutWhatIsUrgentFirst() {
		int[] priorities = { 0, 9, 5, 9, 0, 5 };
		for (int i = 0; i < priorities.length; i++) {
			this.orders.enqueue(Order.of(i), JobOptions.defaults().priority(priorities[i]));
		}
		assertThat(this.orders.take(10, MINUTE)).extracting((job) -> job.payload().number())
			.containsExactly(1, 3, 2, 5, 0, 4);
	}

	@Test
	void addsManyAtOnce() {
		List<NewJob<Order>> jobs = IntStream.range(0, 1000).mapToObj((i) -> NewJob.of(Order.of(i))).toList();
		assertThat(this.orders.enqueueAll(jobs)).hasSize(1000).allMatch(Enqueued::isNew);
		assertThat(this.orders.take(1000, MINUTE)).extracting((job) -> job.payload().number())
			.containsExactlyElementsOf(IntStream.range(0, 1000).boxed().toList());
		assertThat(this.orders.enqueueAll(List.of())).isEmpty();
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.orders.enqueueAll(Collections.nCopies(1001, NewJob.of(Order.of(1)))))
			.withMessage("1001 jobs are too many for one call, which takes 1000.");
	}

	@Test
	void addsAnIdOnce() {
		JobOptions once = JobOptions.defaults().id("order-17");
		assertThat(this.orders.enqueue(Order.of(17), once)).isEqualTo(new Enqueued("order-17", true));
		assertThat(this.orders.enqueue(Order.of(18), once)).isEqualTo(new Enqueued("order-17", false));
		assertThat(this.orders
			.enqueueAll(List.of(new NewJob<>(Order.of(1), JobOptions.defaults().id("a")), NewJob.of(Order.of(2)),
					new NewJob<>(Order.of(3), JobOptions.defaults().id("a")), new NewJob<>(Order.of(4), once))))
			.extracting(Enqueued::isNew)
			.containsExactly(true, true, false, false);
		List<Job<Order>> jobs = this.orders.take(10, MINUTE);
		assertThat(jobs).extracting((job) -> job.payload().number()).containsExactly(17, 1, 2);
		this.orders.acknowledgeAndTake(jobs, 10, MINUTE);
		assertThat(this.orders.enqueue(Order.of(18), once)).as("done, and remembered")
			.isEqualTo(new Enqueued("order-17", false));
		server.execute("DEL", "shop:queue:{orders}:id:order-17");
		assertThat(this.orders.enqueue(Order.of(18), once).isNew()).isTrue();
		server.execute("DEL", "shop:queue:{orders}:id:order-17");
		assertThat(this.orders.enqueue(Order.of(18), once).isNew()).as("known").isFalse();
	}

	@Test
	void keepsOthersOfItsKeyOut() {
		JobOptions daily = JobOptions.defaults().deduplicate("report", MINUTE);
		Enqueued first = this.orders.enqueue(Order.of(1), daily);
		assertThat(first.isNew()).isTrue();
		assertThat(this.orders.enqueue(Order.of(2), daily)).isEqualTo(new Enqueued(first.id(), false));
		assertThat(this.orders.enqueue(Order.of(3), JobOptions.defaults().deduplicate("other", MINUTE)).isNew())
			.isTrue();
		assertThat((Long) server.execute("PTTL", "shop:queue:{orders}:dedup:report")).isBetween(1L, 60_000L);
		server.execute("DEL", "shop:queue:{orders}:dedup:report");
		assertThat(this.orders.enqueue(Order.of(2), daily).isNew()).isTrue();
	}

	@Test
	void keepsJobsBackUntilTheyAreDue() {
		this.orders.enqueue(Order.of(1), JobOptions.defaults().delay(MINUTE));
		this.orders.enqueue(Order.of(2), JobOptions.defaults().delay(Duration.ofMillis(1)).priority(3));
		Awaitility.await().until(() -> this.orders.status().ready() == 1);
		this.orders.enqueue(Order.of(3));
		assertThat(this.orders.take(10, MINUTE)).extracting((job) -> job.payload().number()).containsExactly(2, 3);
		assertThat(this.orders.status().delayed()).isEqualTo(1);
		assertThat(this.orders.find(delayedId()))
			.hasValueSatisfying((view) -> assertThat(view.moment()).isBetween(time(), time().plus(MINUTE)));
	}

	private static String delayedId() {
		return String.valueOf(list("ZRANGE", "shop:queue:{orders}:delayed", "0", "0").get(0));
	}

	@Test
	void bringsBackWhatNobodyFinishes() {
		this.orders.enqueueAll(List.of(NewJob.of(Order.of(1)), NewJob.of(Order.of(2))));
		Job<Order> lost = this.orders.take(1, SHORT).get(0);
		Awaitility.await().until(() -> !lost.isLeased() && this.orders.status().ready() == 2);
		List<Job<Order>> jobs = this.orders.take(10, MINUTE);
		assertThat(jobs).extracting((job) -> job.payload().number()).as("where it stood").containsExactly(1, 2);
		assertThat(jobs).extracting(Job::attempt).containsExactly(2, 1);
		assertThat(this.orders.acknowledge(lost)).as("by another attempt").isFalse();
		assertThat(this.orders.fail(lost, "late", Duration.ZERO)).isFalse();
		assertThat(this.orders.giveBack(lost)).isFalse();
		assertThat(lost.extendLease(MINUTE)).isFalse();
		assertThat(this.orders.status().leased()).isEqualTo(2);
		assertThat(this.orders.acknowledge(jobs.get(0))).isTrue();
	}

	@Test
	void takesAnAcknowledgementThatIsLateIfNobodyElseHasTheJob() {
		this.orders.enqueue(Order.of(1));
		Job<Order> job = this.orders.take(1, SHORT).get(0);
		Awaitility.await().until(() -> this.orders.status().ready() == 1);
		assertThat(this.orders.acknowledge(job)).isTrue();
		assertThat(this.orders.take(1, MINUTE)).isEmpty();
	}

	@Test
	void refusesTheTokenOfAJobThatWasAddedAgain() {
		JobOptions once = JobOptions.defaults().id("a");
		this.orders.enqueue(Order.of(1), once);
		Job<Order> before = this.orders.take(1, MINUTE).get(0);
		this.orders.acknowledge(before);
		server.execute("DEL", "shop:queue:{orders}:id:a");
		this.orders.enqueue(Order.of(2), once);
		Job<Order> again = this.orders.take(1, MINUTE).get(0);
		assertThat(again.attempt()).isEqualTo(before.attempt());
		assertThat(this.orders.acknowledge(before)).isFalse();
		assertThat(this.orders.acknowledge(again)).isTrue();
	}

	@Test
	void extendsLeases() {
		this.orders.enqueue(Order.of(1));
		Job<Order> job = this.orders.take(1, Duration.ofSeconds(10)).get(0);
		assertThat(job.extendLease(MINUTE)).isTrue();
		assertThat(this.orders.find(job.id()).orElseThrow().moment()).isBetween(time().plusSeconds(50),
				time().plusSeconds(60));
		assertThat(job.extendLease(Duration.ofMillis(1))).as("never shorter").isTrue();
		assertThat(this.orders.find(job.id()).orElseThrow().moment()).isAfter(time().plusSeconds(50));
	}

	@Test
	void triesAgainAndBuries() {
		Enqueued added = this.orders.enqueue(Order.of(1), JobOptions.defaults().attempts(2).priority(4));
		assertThat(this.orders.fail(this.orders.take(1, MINUTE).get(0), "first", Duration.ZERO)).isTrue();
		Job<Order> second = this.orders.take(1, MINUTE).get(0);
		assertThat(second.attempt()).isEqualTo(2);
		assertThat(this.orders.fail(second, "second: no tea", Duration.ZERO)).isTrue();
		assertThat(this.orders.take(1, MINUTE)).isEmpty();
		assertThat(this.orders.deadLetters().list(0, 10)).singleElement().satisfies((dead) -> {
			assertThat(dead.id()).isEqualTo(added.id());
			assertThat(dead.state()).isEqualTo(JobState.DEAD);
			assertThat(dead.note()).isEqualTo("second: no tea");
			assertThat(dead.attempts()).isEqualTo(2);
			assertThat(dead.payload()).isEqualTo(Order.of(1));
			assertThat(dead.text()).isEqualTo("{\"number\":1,\"text\":\"tea\"}");
			assertThat(dead.moment()).isBetween(time().minusSeconds(60), time());
		});
		assertThat(this.orders.enqueue(Order.of(5)).isNew()).isTrue();
		assertThat(this.orders.deadLetters().retry(List.of(added.id(), "unknown"))).isEqualTo(1);
		assertThat(this.orders.take(2, MINUTE)).extracting((job) -> job.payload().number())
			.as("with its priority")
			.containsExactly(1, 5);
		assertThat(this.orders.deadLetters().list(0, 10)).isEmpty();
	}

	@Test
	void buriesWhatKillsItsProcess() {
		Enqueued added = this.orders.enqueue(Order.of(1), JobOptions.defaults().attempts(2));
		for (int i = 0; i < 2; i++) {
			Awaitility.await().until(() -> !this.orders.take(1, SHORT).isEmpty());
		}
		Awaitility.await().until(() -> this.orders.take(1, SHORT).isEmpty() && this.orders.status().dead() == 1);
		assertThat(this.orders.find(added.id()).orElseThrow().note())
			.isEqualTo("Its lease ended before it was done: its process died, hung or was cut off");
	}

	@Test
	void looksAfterTheDead() {
		for (int i = 0; i < 5; i++) {
			this.orders.enqueue(Order.of(i));
			this.orders.bury(this.orders.take(1, MINUTE).get(0), "reason " + i);
		}
		DeadLetters<Order> dead = this.orders.deadLetters();
		assertThat(dead.list(1, 2)).extracting(JobView::note).containsExactly("reason 1", "reason 2");
		assertThat(dead.drop(dead.list(0, 1).stream().map(JobView::id).toList())).isEqualTo(1);
		assertThat(dead.retryAll()).isEqualTo(4);
		List<Job<Order>> again = this.orders.take(10, MINUTE);
		assertThat(again).hasSize(4).allMatch((job) -> job.attempt() == 1);
		again.forEach((job) -> this.orders.bury(job, "again"));
		assertThat(dead.dropAll()).isEqualTo(4);
		assertThat(server.execute("KEYS", "*")).isEqualTo(List.of("shop:queue:{orders}:info"));
		assertThatIllegalArgumentException().isThrownBy(() -> dead.list(0, 0));
		assertThatIllegalArgumentException().isThrownBy(() -> dead.list(0, 201));
		assertThatIllegalArgumentException().isThrownBy(() -> dead.list(-1, 1));
	}

	@Test
	void givesBackWithoutCountingTheAttempt() {
		this.orders.enqueueAll(List.of(NewJob.of(Order.of(1)), NewJob.of(Order.of(2))));
		this.orders.giveBack(this.orders.take(1, MINUTE).get(0));
		Job<Order> job = this.orders.take(1, MINUTE).get(0);
		assertThat(job.payload().number()).isEqualTo(1);
		assertThat(job.attempt()).isEqualTo(1);
	}

	@Test
	void cancels() {
		Enqueued ready = this.orders.enqueue(Order.of(1));
		Enqueued delayed = this.orders.enqueue(Order.of(2), JobOptions.defaults().delay(MINUTE));
		assertThat(this.orders.cancel(ready.id())).isEqualTo(CancelOutcome.REMOVED);
		assertThat(this.orders.cancel(delayed.id())).isEqualTo(CancelOutcome.REMOVED);
		assertThat(this.orders.cancel(delayed.id())).isEqualTo(CancelOutcome.NOT_FOUND);
		this.orders.enqueue(Order.of(3));
		Job<Order> job = this.orders.take(1, MINUTE).get(0);
		assertThat(this.orders.cancel(job.id())).isEqualTo(CancelOutcome.TOLD);
		assertThat(this.orders.cancel(job.id())).isEqualTo(CancelOutcome.TOLD);
		assertThat(this.orders.find(job.id()).orElseThrow().isCancelled()).isTrue();
		assertThat(job.isCancelled()).isFalse();
		assertThat(job.extendLease(MINUTE)).isTrue();
		assertThat(job.isCancelled()).isTrue();
		assertThat(this.orders.fail(job, "stopped", Duration.ZERO)).isTrue();
		assertThat(this.orders.find(job.id())).isEmpty();
		assertThat(this.orders.take(1, MINUTE)).isEmpty();
	}

	@Test
	void pausesAndDrains() {
		assertThat(this.orders.pause()).isTrue();
		assertThat(this.orders.pause()).isFalse();
		this.orders.enqueue(Order.of(1));
		assertThat(this.orders.take(1, MINUTE)).isEmpty();
		assertThat(this.orders.status().isPaused()).isTrue();
		assertThat(this.orders.resume()).isTrue();
		assertThat(this.orders.resume()).isFalse();
		Job<Order> running = this.orders.take(1, MINUTE).get(0);
		this.orders.enqueueAll(IntStream.range(0, 500).mapToObj((i) -> NewJob.of(Order.of(i))).toList());
		this.orders.enqueue(Order.of(2), JobOptions.defaults().delay(MINUTE));
		assertThat(this.orders.drain()).isEqualTo(501);
		assertThat(this.orders.status()).isEqualTo(new QueueStatus(0, 0, 1, 0, null, false));
		assertThat(this.orders.acknowledge(running)).isTrue();
	}

	@Test
	void looksJobsUp() {
		assertThat(this.orders.find("unknown")).isEmpty();
		Enqueued added = this.orders.enqueue(Order.of(1));
		assertThat(this.orders.find(added.id())).hasValueSatisfying((view) -> {
			assertThat(view.state()).isEqualTo(JobState.READY);
			assertThat(view.attempts()).isZero();
			assertThat(view.moment()).isNull();
			assertThat(view.note()).isNull();
		});
		Job<Order> job = this.orders.take(1, MINUTE).get(0);
		assertThat(job.progress("half")).isTrue();
		assertThat(this.orders.find(added.id())).hasValueSatisfying((view) -> {
			assertThat(view.state()).isEqualTo(JobState.LEASED);
			assertThat(view.attempts()).isEqualTo(1);
			assertThat(view.note()).isEqualTo("half");
		});
		this.orders.giveBack(job);
		assertThat(job.progress("more")).isFalse();
		assertThat(this.orders.find(added.id()).orElseThrow().note()).isNull();
	}

	@Test
	void sendsWhatCannotBeReadToTheDeadLetters() {
		this.orders.enqueue(Order.of(1));
		Enqueued broken = this.orders.enqueue(Order.of(2));
		this.orders.enqueue(Order.of(3));
		String data = String.valueOf(server.execute("HGET", "shop:queue:{orders}:data", broken.id()));
		server.execute("HSET", "shop:queue:{orders}:data", broken.id(), data.replace("{\"number\"", "{\"amount\""));
		assertThat(this.orders.take(10, MINUTE)).extracting((job) -> job.payload().number()).containsExactly(1, 3);
		Awaitility.await().until(() -> this.orders.status().dead() == 1);
		assertThat(this.orders.deadLetters().list(0, 1)).singleElement().satisfies((dead) -> {
			assertThat(dead.payload()).isNull();
			assertThat(dead.text()).isEqualTo("{\"amount\":2,\"text\":\"tea\"}");
			assertThat(dead.note()).startsWith("A value cannot be read");
		});
	}

	@Test
	void givesNoMoreThanAMegabyteAtOnce() {
		TestQueues large = TestQueues.on(server.get(), new QueueSettings(MINUTE, MINUTE, 1, 200_000, MINUTE, MINUTE));
		OrderQueue queue = large.queue();
		String text = "x".repeat(100_000);
		for (int i = 0; i < 50; i++) {
			queue.enqueue(new Order(i, text));
		}
		assertThat(queue.take(100, MINUTE)).hasSize(20);
		assertThat(queue.take(100, MINUTE)).extracting((job) -> job.payload().number())
			.containsExactlyElementsOf(IntStream.range(20, 40).boxed().toList());
		assertThat(queue.status().ready()).isEqualTo(10);
		large.close();
	}

	@Test
	@SuppressWarnings("NullAway") // what it is about
	void refusesWhatCannotBeAJob() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.orders.enqueue(null))
			.withMessage("A job needs a payload; null is none.");
		assertThatExceptionOfType(PayloadTooLargeException.class)
			.isThrownBy(() -> this.orders.enqueue(new Order(1, "x".repeat(10_000))))
			.withMessage(
					"A payload of 10022 bytes is too large for the queue orders, which takes 10000. Put what is large"
							+ " elsewhere and its address into the job, or set redis-tiers.store.queues.payload-limit.");
		JobOptions options = JobOptions.defaults();
		assertThatIllegalArgumentException().isThrownBy(() -> options.delay(Duration.ofDays(3651)))
			.withMessage("A job cannot be delayed by PT87624H; a delay is from zero to 3650 days.");
		assertThatIllegalArgumentException().isThrownBy(() -> options.delay(Duration.ofMillis(-1)));
		assertThatIllegalArgumentException().isThrownBy(() -> options.priority(-1))
			.withMessage("-1 is no priority; they are from 0 to 9, which is the most urgent.");
		assertThatIllegalArgumentException().isThrownBy(() -> options.priority(10));
		assertThatIllegalArgumentException().isThrownBy(() -> options.attempts(0));
		assertThatIllegalArgumentException().isThrownBy(() -> options.id(" "));
		assertThatIllegalArgumentException().isThrownBy(() -> options.deduplicate("a", Duration.ZERO));
		assertThatIllegalArgumentException().isThrownBy(() -> this.orders.take(0, MINUTE));
		assertThatIllegalArgumentException().isThrownBy(() -> this.orders.take(1, Duration.ofMillis(99)));
		assertThat(server.execute("DBSIZE")).isEqualTo(0L);
		this.orders.enqueue(Order.of(1), options.delay(JobOptions.LONGEST).priority(9).attempts(1000));
		assertThat(this.orders.status().delayed()).isEqualTo(1);
	}

	@Test
	void namesWhatIsNoQueue() {
		for (String key : List.of("ready", "data", "delayed", "info")) {
			server.execute("SET", "shop:queue:{orders}:" + key, "foreign");
			assertThatExceptionOfType(NotAQueueException.class).isThrownBy(() -> this.orders.enqueue(Order.of(1)))
				.withMessage(
						"Something else than a queue lives under one of the keys of the queue orders. Remove it, or"
								+ " give the repository another name.");
			assertThat(server.execute("DBSIZE")).as(key).isEqualTo(1L);
			server.execute("DEL", "shop:queue:{orders}:" + key);
		}
	}

	@Test
	void worksOnAFullServer() {
		for (int i = 0; i < 20; i++) {
			this.orders.enqueue(Order.of(i), JobOptions.defaults().attempts(2));
		}
		this.orders.enqueue(Order.of(20), JobOptions.defaults().delay(Duration.ofMillis(1)));
		Job<Order> expiring = this.orders.take(1, SHORT).get(0);
		Awaitility.await().until(() -> !expiring.isLeased());
		server.get().fillToMaxmemory();
		assertThatExceptionOfType(StoreFullException.class).isThrownBy(() -> this.orders.enqueue(Order.of(1)));
		List<Job<Order>> jobs = this.orders.take(4, MINUTE);
		assertThat(jobs).hasSize(4);
		assertThat(this.orders.acknowledge(jobs.get(0))).isTrue();
		assertThat(this.orders.fail(jobs.get(1), "failed", Duration.ZERO)).isTrue();
		assertThat(this.orders.bury(jobs.get(2), "dead")).isTrue();
		assertThat(jobs.get(3).extendLease(MINUTE.multipliedBy(2))).isTrue();
		assertThat(this.orders.cancel(jobs.get(3).id())).isEqualTo(CancelOutcome.TOLD);
		assertThat(this.orders.pause()).isTrue();
		assertThat(this.orders.resume()).isTrue();
		assertThat(this.orders.deadLetters().retryAll()).isEqualTo(1);
		assertThatExceptionOfType(StoreFullException.class).isThrownBy(() -> jobs.get(3).progress("half"));
		assertThat(this.orders.drain()).isEqualTo(19);
		assertThat(this.orders.status()).isEqualTo(new QueueStatus(0, 0, 1, 0, null, false));
		server.get().makeSpace();
	}

	@Test
	void hasOneSlot() {
		OrderQueue grouped = this.process.queue(new RepositoryName("orders", "checkout"));
		grouped.enqueue(Order.of(1), JobOptions.defaults().id("a").deduplicate("b", MINUTE));
		grouped.take(1, MINUTE).get(0).progress("half");
		assertThat((List<?>) server.execute("KEYS", "*")).hasSize(7)
			.allMatch((key) -> ((String) key).startsWith("shop:queue:{checkout}:orders:"))
			.extracting((key) -> SlotHash.getSlot((String) key))
			.containsOnly(SlotHash.getSlot("checkout"));
	}

	/**
	 * The patience is so long that nobody would look by himself.
	 */
	@Test
	void waitsForJobs() throws Exception {
		assertThat(this.orders.take(1, MINUTE, Duration.ZERO)).isEmpty();
		assertThat(this.orders.take(1, MINUTE, Duration.ofMillis(50))).isEmpty();
		for (int i = 1; i <= 3; i++) {
			server.execute("DEL", "shop:queue:{orders}:idle");
			FutureTask<List<Job<Order>>> taking = new FutureTask<>(
					() -> this.orders.take(1, MINUTE, Duration.ofSeconds(15)));
			new Thread(taking).start();
			Awaitility.await().until(() -> Objects.equals(server.execute("ZCARD", "shop:queue:{orders}:idle"), 1L));
			this.orders.enqueue(Order.of(i), JobOptions.defaults().delay(Duration.ofMillis((i == 3) ? 100 : 0)));
			assertThat(taking.get()).extracting((job) -> job.payload().number()).containsExactly(i);
		}
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> this.orders.take(1, MINUTE, MINUTE));
		assertThatIllegalArgumentException().isThrownBy(() -> this.orders.take(1, MINUTE, Duration.ofMillis(-1)));
	}

	@Test
	void answersWithoutWaiting() {
		Enqueued added = this.orders.enqueueAsync(Order.of(1)).toCompletableFuture().join();
		assertThat(this.orders.enqueueAsync(Order.of(2), JobOptions.defaults().id(added.id()))
			.toCompletableFuture()
			.join()).isEqualTo(new Enqueued(added.id(), false));
		assertThat(this.orders.enqueueAllAsync(List.of(NewJob.of(Order.of(3)))).toCompletableFuture().join())
			.hasSize(1);
		assertThat(this.orders.statusAsync().toCompletableFuture().join().ready()).isEqualTo(2);
		assertThat(this.orders.findAsync(added.id()).toCompletableFuture().join()).isPresent();
		List<Job<Order>> jobs = this.orders.takeAsync(2, MINUTE).toCompletableFuture().join();
		assertThat(this.orders.failAsync(jobs.get(0), "failed", Duration.ZERO).toCompletableFuture().join()).isTrue();
		assertThat(this.orders.buryAsync(jobs.get(1), "dead").toCompletableFuture().join()).isTrue();
		jobs = this.orders.takeAsync(2, MINUTE).toCompletableFuture().join();
		assertThat(this.orders.giveBackAsync(jobs.get(0)).toCompletableFuture().join()).isTrue();
		jobs = this.orders.acknowledgeAndTakeAsync(List.of(), 2, MINUTE).toCompletableFuture().join();
		assertThat(this.orders.acknowledgeAsync(jobs.get(0)).toCompletableFuture().join()).isTrue();
		assertThat(this.orders.cancelAsync(added.id()).toCompletableFuture().join()).isEqualTo(CancelOutcome.NOT_FOUND);
		assertThat(this.orders.pauseAsync().toCompletableFuture().join()).isTrue();
		assertThat(this.orders.resumeAsync().toCompletableFuture().join()).isTrue();
		server.execute("SET", "shop:queue:{orders}:data", "foreign");
		assertThat(this.orders.enqueueAsync(Order.of(1))).failsWithin(Duration.ofSeconds(10))
			.withThrowableThat()
			.withCauseInstanceOf(NotAQueueException.class);
	}

	@Test
	void staysFlatHoweverMuchIsThere() {
		for (int i = 0; i < 20; i++) {
			this.orders.enqueueAll(Collections.nCopies(1000, NewJob.of(Order.of(1))));
		}
		long used = 0;
		for (String key : Set.of("ready", "data", "info")) {
			used += Long.parseLong(
					String.valueOf(server.execute("MEMORY", "USAGE", "shop:queue:{orders}:" + key, "SAMPLES", "0")));
		}
		assertThat(used / 20_000).isLessThan(400);
	}

	private static List<?> list(String... words) {
		return (List<?>) Objects.requireNonNull(server.execute(words));
	}

	private static Instant time() {
		List<?> time = list("TIME");
		return Instant.ofEpochSecond(Long.parseLong((String) time.get(0)), Long.parseLong((String) time.get(1)) * 1000);
	}

}
