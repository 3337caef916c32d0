package io.github.redistiers.store.lock;

import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import io.github.redistiers.store.StructureContext;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * What all locks of this process share: its name, its clock and its threads.
 */
final class LockProcess implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(LockProcess.class);

	private static final int HALF_A_UUID = 19;

	private static final long IDLE_SECONDS = 10;

	private static final int CALLBACKS = 4;

	private final String name = UUID.randomUUID().toString().substring(HALF_A_UUID);

	private final AtomicLong acquisitions = new AtomicLong();

	private final LongSupplier clock;

	private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, threads("redis-tiers-locks"));

	/**
	 * Beside the timer: what applications do there must not delay renewals.
	 */
	private final ThreadPoolExecutor callbacks = new ThreadPoolExecutor(CALLBACKS, CALLBACKS, IDLE_SECONDS,
			TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads("redis-tiers-lock-callbacks"));

	private final Renewals renewals = new Renewals(this);

	private final Turns turns;

	/**
	 * A process.
	 * @param context any repository's on the store
	 * @param clock monotonic, in nanoseconds
	 */
	LockProcess(StructureContext context, LongSupplier clock) {
		this.clock = clock;
		this.turns = new Turns(context.connectionFactory(), context.keyPrefix(), this);
		this.timer.setRemoveOnCancelPolicy(true);
		this.callbacks.allowCoreThreadTimeOut(true);
	}

	String name() {
		return this.name;
	}

	/**
	 * Another owner for each acquisition.
	 */
	String nextOwner() {
		return this.name + "/" + this.acquisitions.incrementAndGet();
	}

	long now() {
		return this.clock.getAsLong();
	}

	Renewals renewals() {
		return this.renewals;
	}

	Turns turns() {
		return this.turns;
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

	/**
	 * Runs what is the application's.
	 */
	void call(Runnable action) {
		try {
			this.callbacks.execute(() -> run(action));
		}
		catch (RejectedExecutionException ex) {
			logger.debug("Locks are closed, so nobody is called", ex);
		}
	}

	private static void run(Runnable action) {
		try {
			action.run();
		}
		catch (RuntimeException ex) {
			logger.warn("What was to be done for a lock failed", ex);
		}
	}

	private static ThreadFactory threads(String name) {
		return (task) -> {
			Thread thread = new Thread(task, name);
			thread.setDaemon(true);
			return thread;
		};
	}

	@Override
	public void close() {
		this.timer.shutdownNow();
		this.turns.close();
		this.callbacks.shutdown();
	}

}
