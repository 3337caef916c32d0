package io.github.redistiers.store.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.store.queue.TestQueues.OrderQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many threads that add, take, end, lose and cancel jobs, in any mixture: each job is
 * added once, somebody's alone while it is leased, and done once.
 */
@Timeout(180)
@EachServerGeneration
class QueueConcurrencyTests {

	private static final int THREADS = 64;

	private static final int ROUNDS = Integer.getInteger("redis-tiers.test.races", 100);

	private static final int PROCESSES = 2;

	private static final Duration LONG = Duration.ofMinutes(10);

	private static final Duration SHORT = Duration.ofMillis(100);

	private static final QueueSettings SETTINGS = new QueueSettings(LONG, LONG, JobOptions.MOST_ATTEMPTS, 1000, LONG,
			LONG);

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.store();

	/**
	 * How often each job was added, done and taken out.
	 */
	private final Map<String, AtomicInteger> added = new ConcurrentHashMap<>();

	private final Map<String, AtomicInteger> done = new ConcurrentHashMap<>();

	private final Map<String, AtomicInteger> removed = new ConcurrentHashMap<>();

	/**
	 * Those that may end without being done.
	 */
	private final Set<String> told = ConcurrentHashMap.newKeySet();

	/**
	 * Those with a lease that does not end meanwhile.
	 */
	private final Set<String> held = ConcurrentHashMap.newKeySet();

	private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

	private final AtomicLong ids = new AtomicLong();

	private volatile String latest = "none";

	QueueConcurrencyTests(ServerGeneration generation) {
	}

	@Test
	void doEachJobOnceWhateverHappensAtOnce() throws Exception {
		try (TestQueues here = TestQueues.on(server.get(), SETTINGS);
				TestQueues there = TestQueues.on(server.get(), SETTINGS)) {
			List<OrderQueue> queues = List.of(here.queue(), there.queue());
			ExecutorService executor = Executors.newFixedThreadPool(THREADS);
			try {
				List<Future<?>> running = new ArrayList<>();
				for (int thread = 0; thread < THREADS; thread++) {
					OrderQueue orders = queues.get(thread % PROCESSES);
					running.add(executor.submit(() -> {
						for (int round = 0; round < ROUNDS; round++) {
							act(orders);
						}
					}));
				}
				for (Future<?> future : running) {
					future.get();
				}
			}
			finally {
				executor.shutdownNow();
			}
			OrderQueue orders = here.queue("orders");
			Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> {
				orders.take(QueueRepository.MOST, LONG).forEach((job) -> acknowledge(orders, job));
				return orders.status().equals(new QueueStatus(0, 0, 0, 0, null, false));
			});
			System.err.printf("%d jobs: %s%n", this.added.size(), this.counts);
			check();
		}
	}

	private void act(OrderQueue orders) {
		ThreadLocalRandom random = ThreadLocalRandom.current();
		switch (random.nextInt(12)) {
			case 0 -> note(orders.enqueue(Order.of(0)));
			case 1 -> note(orders.enqueue(Order.of(0), JobOptions.defaults().delay(Duration.ofMillis(20))));
			case 2 -> note(orders.enqueue(Order.of(0), known(random)));
			case 3 -> orders.enqueueAll(IntStream.range(0, random.nextInt(1, 20))
				.mapToObj(
						(i) -> new NewJob<>(Order.of(i), random.nextBoolean() ? known(random) : JobOptions.defaults()))
				.toList()).forEach(this::note);
			case 4 -> cancel(orders, this.latest);
			case 5 -> orders.take(random.nextInt(1, 3), SHORT).forEach((job) -> end(orders, job, random.nextInt(5)));
			case 6 -> acknowledgeAndTake(orders, hold(orders.take(random.nextInt(1, 5), LONG)));
			default -> hold(orders.take(random.nextInt(1, 4), LONG)).forEach((job) -> {
				if (random.nextInt(4) == 0) {
					cancel(orders, job.id());
				}
				this.held.remove(job.id());
				assertThat(end(orders, job, random.nextInt(4))).as("%s is its holder's", job).isTrue();
			});
		}
	}

	/**
	 * An id that others use as well.
	 */
	private JobOptions known(ThreadLocalRandom random) {
		long last = this.ids.incrementAndGet();
		return JobOptions.defaults()
			.id(String.valueOf(Math.max(0, last - random.nextInt(10))))
			.priority(random.nextInt(JobOptions.HIGHEST_PRIORITY + 1));
	}

	private void note(Enqueued job) {
		if (job.isNew()) {
			note("added", this.added, job.id());
			this.latest = job.id();
		}
	}

	private List<Job<Order>> hold(List<Job<Order>> jobs) {
		jobs.forEach((job) -> assertThat(this.held.add(job.id())).as("%s is one holder's", job).isTrue());
		return jobs;
	}

	private void acknowledgeAndTake(OrderQueue orders, List<Job<Order>> jobs) {
		jobs.forEach((job) -> this.held.remove(job.id()));
		List<Job<Order>> next = hold(orders.acknowledgeAndTake(jobs, 2, LONG));
		jobs.forEach((job) -> note("done", this.done, job.id()));
		next.forEach((job) -> {
			this.held.remove(job.id());
			acknowledge(orders, job);
		});
	}

	private boolean end(OrderQueue orders, Job<Order> job, int how) {
		return switch (how) {
			case 0 -> orders.giveBack(job);
			case 1 -> orders.fail(job, "failed", Duration.ofMillis(ThreadLocalRandom.current().nextInt(20)));
			case 2 -> acknowledge(orders, job);
			case 3 -> {
				boolean isDone = acknowledge(orders, job);
				assertThat(acknowledge(orders, job)).as("%s is done once", job).isFalse();
				yield isDone;
			}
			// its lease ends meanwhile, and perhaps somebody else has it
			default -> {
				Awaitility.await().until(() -> !job.isLeased());
				yield acknowledge(orders, job);
			}
		};
	}

	private boolean acknowledge(OrderQueue orders, Job<Order> job) {
		boolean isDone = orders.acknowledge(job);
		if (isDone) {
			note("done", this.done, job.id());
		}
		else {
			this.counts.computeIfAbsent("refused", (name) -> new LongAdder()).increment();
		}
		return isDone;
	}

	private void cancel(OrderQueue orders, String id) {
		switch (orders.cancel(id)) {
			case REMOVED -> note("removed", this.removed, id);
			case TOLD -> this.told.add(id);
			case NOT_FOUND -> {
				// not yet, or not any more
			}
		}
	}

	private void note(String what, Map<String, AtomicInteger> jobs, String id) {
		jobs.computeIfAbsent(id, (name) -> new AtomicInteger()).incrementAndGet();
		this.counts.computeIfAbsent(what, (name) -> new LongAdder()).increment();
	}

	private void check() {
		assertThat(this.done).isNotEmpty();
		assertThat(this.removed).isNotEmpty();
		assertThat(this.told).isNotEmpty();
		this.added.forEach((id, count) -> {
			assertThat(count).as("%s was added", id).hasValue(1);
			int ends = count(this.done, id) + count(this.removed, id);
			assertThat(ends).as("%s has ended", id).isBetween(this.told.contains(id) ? 0 : 1, 1);
		});
		assertThat(this.added.keySet()).containsAll(this.done.keySet()).containsAll(this.removed.keySet());
		for (String key : List.of("data", "tries", "notes")) {
			assertThat(server.execute("EXISTS", "shop:queue:{orders}:" + key)).as(key).isEqualTo(0L);
		}
	}

	private static int count(Map<String, AtomicInteger> jobs, String id) {
		AtomicInteger count = jobs.get(id);
		return (count != null) ? count.get() : 0;
	}

}
