package io.github.redistiers.guard;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Has the guard look again while the application runs: from time to time, soon after a
 * connection is lost or back or a cluster has changed, and soon after a call that failed.
 * What has changed is logged, a line each, and told to listeners.
 *
 * @since 0.1.0
 */
public final class GuardWatch implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(GuardWatch.class);

	/**
	 * Many connections come and go together.
	 */
	private static final Duration PAUSE = Duration.ofMillis(200);

	/**
	 * The nodes of a cluster learn of a change one after the other, and who is busy is so
	 * for a moment.
	 */
	private static final Duration SETTLED = Duration.ofSeconds(3);

	/**
	 * While a server is slow, calls fail and succeed many times a second.
	 */
	private static final Duration BETWEEN_FAILURES = Duration.ofSeconds(5);

	/**
	 * Processes that were started together do not look together.
	 */
	private static final double JITTER = 0.1;

	private final Guard guard;

	private final Duration interval;

	private final List<GuardListener> listeners;

	private final KnownVerdicts known = new KnownVerdicts();

	private final ReachedServers reached = new ReachedServers();

	private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, (task) -> {
		Thread thread = new Thread(task, "redis-tiers-guard-watch");
		thread.setDaemon(true);
		return thread;
	});

	private final AtomicBoolean isSoon = new AtomicBoolean();

	private final AtomicBoolean isSettling = new AtomicBoolean();

	private final AtomicLong nextFailure = new AtomicLong(System.nanoTime());

	/**
	 * A watch, which does not look yet.
	 * @param guard looks
	 * @param interval how long after each look the next one is
	 * @param listeners hear of what has changed
	 */
	public GuardWatch(Guard guard, Duration interval, List<GuardListener> listeners) {
		this.guard = guard;
		this.interval = interval;
		this.listeners = List.copyOf(listeners);
		this.executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
	}

	/**
	 * Begins, with what the guard has found at the start.
	 */
	public void start() {
		this.known.changes(this.guard.report());
		this.reached.isInDoubt(this.guard.report());
		this.guard.keepConnections(true);
		this.guard.onReconnect(this::lookSoon);
		this.guard.onClusterChange(this::clusterChanged);
		this.guard.onTimeout(this::callFailed);
		// what a start does not wait for
		lookSoon();
		plan();
	}

	private void plan() {
		double varied = this.interval.toMillis() * (1 + JITTER * ThreadLocalRandom.current().nextDouble(-1, 1));
		later((long) varied, () -> {
			try {
				look();
			}
			finally {
				plan();
			}
		});
	}

	/**
	 * Has the guard look at once, but not for each of many reasons.
	 */
	public void lookSoon() {
		lookOnce(PAUSE, this.isSoon);
	}

	private void clusterChanged() {
		lookSoon();
		lookOnce(SETTLED, this.isSettling);
	}

	private void lookOnce(Duration pause, AtomicBoolean isPlanned) {
		if (isPlanned.compareAndSet(false, true)) {
			later(pause.toMillis(), () -> {
				isPlanned.set(false);
				look();
			});
		}
	}

	/**
	 * Has the guard look soon since a call has failed: its server may hang, which loses
	 * no connection. Not at once, since whoever agrees on a successor does so in these
	 * moments. Of the failures of five seconds only the first counts.
	 */
	public void callFailed() {
		long now = System.nanoTime();
		long next = this.nextFailure.get();
		if (now - next >= 0 && this.nextFailure.compareAndSet(next, now + BETWEEN_FAILURES.toNanos())) {
			lookSoon();
		}
	}

	private void later(long millis, Runnable task) {
		try {
			this.executor.schedule(task, millis, TimeUnit.MILLISECONDS);
		}
		catch (RejectedExecutionException ex) {
			logger.trace("The application stops", ex);
		}
	}

	/**
	 * Nothing that a server does ends the watch.
	 */
	private void look() {
		try {
			GuardReport report = this.guard.inspect();
			if (this.reached.isInDoubt(report)) {
				lookOnce(SETTLED, this.isSettling);
			}
			this.known.changes(report).forEach(this::tell);
			this.listeners.forEach((listener) -> safely(() -> listener.looked(report)));
		}
		catch (RuntimeException ex) {
			logger.debug("The servers could not be looked at", ex);
		}
	}

	private void tell(VerdictChange change) {
		if (change.isWorse() && change.after().severity() != Severity.INFO) {
			logger.warn(change.sentence());
		}
		else {
			logger.info(change.sentence());
		}
		for (GuardListener listener : this.listeners) {
			safely(() -> listener.changed(change));
		}
	}

	private static void safely(Runnable listener) {
		try {
			listener.run();
		}
		catch (RuntimeException ex) {
			logger.warn("A listener of the guard failed", ex);
		}
	}

	/**
	 * Looks no more.
	 */
	@Override
	public void close() {
		this.executor.shutdownNow();
		try {
			// a look uses the tiers' connections, which are closed afterwards
			this.executor.awaitTermination(1, TimeUnit.MINUTES);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.guard.keepConnections(false);
	}

}
