package io.github.redistiers.guard;

import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Tries something again and again, ever less often, until it is done.
 */
final class FollowUp implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(Guard.class);

	private static final long FIRST_PAUSE = 1;

	private static final long LONGEST_PAUSE = 30;

	private final BooleanSupplier task;

	private @Nullable ScheduledExecutorService executor;

	private boolean closed;

	/**
	 * Creates a follow-up.
	 * @param task returns whether it is done
	 */
	FollowUp(BooleanSupplier task) {
		this.task = task;
	}

	synchronized void start() {
		if (this.closed || this.executor != null) {
			return;
		}
		this.executor = Executors.newSingleThreadScheduledExecutor((work) -> {
			Thread thread = new Thread(work, "redis-tiers-guard-follow-up");
			thread.setDaemon(true);
			return thread;
		});
		schedule(this.executor, FIRST_PAUSE);
	}

	private void schedule(ScheduledExecutorService scheduler, long pause) {
		try {
			scheduler.schedule(() -> attempt(scheduler, pause), pause, TimeUnit.SECONDS);
		}
		catch (RejectedExecutionException ex) {
			logger.trace("The application stops", ex);
		}
	}

	private void attempt(ScheduledExecutorService scheduler, long pause) {
		if (isDone()) {
			scheduler.shutdown();
		}
		else {
			schedule(scheduler, Math.min(2 * pause, LONGEST_PAUSE));
		}
	}

	private boolean isDone() {
		try {
			return this.task.getAsBoolean();
		}
		catch (RuntimeException ex) {
			logger.debug("The servers could not be looked at", ex);
			return false;
		}
	}

	@Override
	public synchronized void close() {
		this.closed = true;
		if (this.executor != null) {
			this.executor.shutdownNow();
		}
	}

}
