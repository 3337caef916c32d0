package io.github.redistiers.store.queue;

import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import io.github.redistiers.store.StoreSubscription;
import io.github.redistiers.store.StructureContext;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * What all queues of this process share: its clock, its timer, the ids that it makes and
 * the connection on which it hears that there are jobs.
 */
final class QueueProcess implements StoreSubscription.Listener, AutoCloseable {

	private static final Log logger = LogFactory.getLog(QueueProcess.class);

	private static final int RADIX = 36;

	private final String name = UUID.randomUUID().toString();

	/**
	 * 64 random bits and a number: short, since each stands in several keys.
	 */
	private final String idPrefix = Long.toUnsignedString(UUID.randomUUID().getMostSignificantBits(), RADIX) + "-";

	private final AtomicLong ids = new AtomicLong();

	private final LongSupplier clock;

	private final ScheduledThreadPoolExecutor timer;

	private final StoreSubscription subscription;

	private final Map<String, Set<Waiting>> waiting = new ConcurrentHashMap<>();

	QueueProcess(StructureContext context, LongSupplier clock) {
		this.clock = clock;
		this.timer = new ScheduledThreadPoolExecutor(1, (task) -> {
			Thread thread = new Thread(task, "redis-tiers-queues");
			thread.setDaemon(true);
			return thread;
		});
		this.timer.setRemoveOnCancelPolicy(true);
		this.subscription = new StoreSubscription(context.connectionFactory(),
				context.keyPrefix() + "queue-wake:" + this.name, this, (action, nanos) -> later(nanos, action));
	}

	void add(String queue, Waiting waiting) {
		this.waiting.computeIfAbsent(queue, (name) -> new CopyOnWriteArraySet<>()).add(waiting);
	}

	void remove(String queue, Waiting waiting) {
		this.waiting.getOrDefault(queue, Set.of()).remove(waiting);
	}

	boolean listensTo(String queue) {
		return !this.waiting.getOrDefault(queue, Set.of()).isEmpty();
	}

	String nextId() {
		return this.idPrefix + Long.toString(this.ids.incrementAndGet(), RADIX);
	}

	long now() {
		return this.clock.getAsLong();
	}

	/**
	 * Where this process is told of jobs.
	 * @return empty while it would not hear it; then it is being connected
	 */
	String channel() {
		return this.subscription.isHeard() ? this.subscription.channel() : "";
	}

	@Override
	public boolean isWaiting() {
		return this.waiting.values().stream().anyMatch((some) -> !some.isEmpty());
	}

	@Override
	public void opened() {
		this.waiting.values().forEach((some) -> some.forEach(Waiting::wake));
	}

	@Override
	public void heard(String message) {
		this.waiting.getOrDefault(message, Set.of()).forEach(Waiting::wake);
	}

	/**
	 * Has something done later on the timer's thread, on which nothing may block.
	 * @return {@code null} once it is closed
	 */
	@Nullable ScheduledFuture<?> later(long nanos, Runnable action) {
		try {
			return this.timer.schedule(() -> run(action), Math.max(0, nanos), TimeUnit.NANOSECONDS);
		}
		catch (RejectedExecutionException ex) {
			return null;
		}
	}

	private static void run(Runnable action) {
		try {
			action.run();
		}
		catch (RuntimeException ex) {
			logger.warn("What was to be done for a queue failed", ex);
		}
	}

	@Override
	public void close() {
		this.waiting.values().forEach((some) -> some.forEach(Waiting::close));
		this.timer.shutdownNow();
		this.subscription.close();
	}

	/**
	 * Who waits for jobs of a queue.
	 */
	interface Waiting {

		/**
		 * There may be some.
		 */
		void wake();

		/**
		 * There will be none any more.
		 */
		void close();

	}

}
