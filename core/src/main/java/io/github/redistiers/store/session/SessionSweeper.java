package io.github.redistiers.store.session;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;
import org.springframework.util.Assert;

/**
 * Sweeps sessions again and again, on a thread of its own, while the application runs. A
 * sweep that fails is made up for by the next.
 *
 * @since 0.1.0
 */
public final class SessionSweeper implements SmartLifecycle {

	private static final Log logger = LogFactory.getLog(SessionSweeper.class);

	private static final int LOOKED_AT = 10_000;

	private final StoreSessionRepository sessions;

	private final SessionSettings settings;

	private final Duration interval;

	private boolean reported;

	private boolean failing;

	private @Nullable ScheduledExecutorService thread;

	/**
	 * A sweeper.
	 * @param sessions what to sweep
	 * @param settings how they are kept
	 * @param interval how long to wait between two sweeps
	 */
	public SessionSweeper(StoreSessionRepository sessions, SessionSettings settings, Duration interval) {
		Assert.isTrue(interval.toMillis() > 0, "An interval is longer than nothing");
		this.sessions = sessions;
		this.settings = settings;
		this.interval = interval;
	}

	@Override
	public synchronized void start() {
		if (this.thread == null) {
			ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor((task) -> {
				Thread thread = new Thread(task, "redis-tiers-session-sweep");
				thread.setDaemon(true);
				return thread;
			});
			started.scheduleWithFixedDelay(this::sweep, this.interval.toMillis(), this.interval.toMillis(),
					TimeUnit.MILLISECONDS);
			this.thread = started;
		}
	}

	private void sweep() {
		try {
			report();
			this.sessions.sweep();
			this.failing = false;
		}
		catch (RuntimeException ex) {
			if (!this.failing) {
				logger.warn("Sessions that have ended are not removed for now: " + ex.getMessage());
			}
			this.failing = true;
		}
	}

	private void report() {
		if (this.settings.layout() == SessionLayout.SPRING && !this.reported) {
			SessionReport report = this.sessions.report(LOOKED_AT);
			this.reported = true;
			logger.info(("Of %d sessions in Spring Session's layout, %d cannot be read here, and these attributes would"
					+ " keep their sessions there after redis-tiers.store.sessions.layout=tiers: %s")
				.formatted(report.sessions(), report.unreadable(),
						report.obstacles().isEmpty() ? "none" : report.obstacles()));
		}
	}

	@Override
	public synchronized void stop() {
		ScheduledExecutorService stopped = this.thread;
		this.thread = null;
		if (stopped != null) {
			stopped.shutdown();
			try {
				// so that the connection is not closed beneath it
				stopped.awaitTermination(5, TimeUnit.SECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return this.thread != null;
	}

}
