package io.github.redistiers.store.queue;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.redistiers.codec.JsonCodecs;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.store.StructureContext;
import io.github.redistiers.store.StructureFactory;
import io.github.redistiers.store.TestStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class JobFeedIntegrationTests {

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.store();

	private static final Duration LEASE = QueueSettings.SHORTEST_LEASE;

	private final HeldClock clock = new HeldClock();

	/**
	 * Of its jobs nobody would ever hear again, but its timer would keep it and all that
	 * it reaches.
	 */
	@Test
	void renewsNothingMoreWhenItCloses() throws Exception {
		Queues queues = new Queues(this.clock);
		try (TestStore store = TestStore.on(server.get(), queues)) {
			RedisQueue<Order> queue = queues.queue(store);
			JobFeed<Order> feed = new JobFeed<>(queue, LEASE, 1, new FetchAhead(1, 1));
			feed.start();
			queue.enqueue(Order.of(1));
			assertThat(feed.next(1)).hasSize(1);
			this.clock.holdTimer();
			feed.close();
			this.clock.goOn();
			CountDownLatch later = new CountDownLatch(1);
			queue.process().later(0, () -> {
				// behind the renewal that was under way, and long after it has planned
				this.clock.forget();
				queue.process().later(LEASE.toNanos(), later::countDown);
			});
			later.await();
			assertThat(this.clock.asked()).as("renewals of a feed that is closed").isZero();
		}
	}

	/**
	 * A clock on which a timer's thread can be held while it asks for the time.
	 */
	private static final class HeldClock {

		private final AtomicInteger asked = new AtomicInteger();

		private final CountDownLatch held = new CountDownLatch(1);

		private final CountDownLatch end = new CountDownLatch(1);

		private volatile boolean isHolding;

		long now() {
			if (Thread.currentThread().getName().equals("redis-tiers-queues")) {
				this.asked.incrementAndGet();
				if (this.isHolding) {
					this.held.countDown();
					awaitEnd();
				}
			}
			return System.nanoTime();
		}

		private void awaitEnd() {
			try {
				this.end.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

		void holdTimer() throws InterruptedException {
			this.isHolding = true;
			this.held.await();
		}

		void goOn() {
			this.isHolding = false;
			this.end.countDown();
		}

		void forget() {
			this.asked.set(0);
		}

		int asked() {
			return this.asked.get();
		}

	}

	private static final class Queues implements StructureFactory<QueueRepository<?>> {

		private final QueueStructure structure;

		private @Nullable RedisQueue<?> made;

		Queues(HeldClock clock) {
			this.structure = new QueueStructure(TestQueues.SETTINGS,
					new JsonCodecs(List.of(Order.class.getPackageName()), Order.class.getClassLoader()),
					JobObserver.NONE, clock::now);
		}

		@Override
		public Class<QueueRepository<?>> structure() {
			return this.structure.structure();
		}

		@Override
		public QueueRepository<?> create(StructureContext context) {
			RedisQueue<?> queue = (RedisQueue<?>) this.structure.create(context);
			this.made = queue;
			return queue;
		}

		@SuppressWarnings("unchecked")
		RedisQueue<Order> queue(TestStore store) {
			store.repositories().create(TestQueues.OrderQueue.class, "orders");
			return (RedisQueue<Order>) Objects.requireNonNull(this.made);
		}

	}

}
