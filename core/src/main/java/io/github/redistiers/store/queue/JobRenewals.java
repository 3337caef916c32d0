package io.github.redistiers.store.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.format.annotation.DurationFormat.Style;
import org.springframework.format.datetime.standard.DurationFormatterUtils;

/**
 * Has the leases of a listener's jobs last for as long as it handles them, and no longer
 * than a job may take.
 *
 * @param <T> the type of the payloads
 */
final class JobRenewals<T> {

	private static final Log logger = LogFactory.getLog(JobRenewals.class);

	/**
	 * Leases are renewed when a third of them is over.
	 */
	private static final int RENEWALS = 3;

	private final RedisQueue<T> queue;

	private final Duration lease;

	private final Supplier<List<LeasedJob<T>>> jobs;

	private @Nullable ScheduledFuture<?> planned;

	private boolean isClosed;

	/**
	 * Renewals, which have not begun yet.
	 * @param queue the queue
	 * @param lease how long a lease lasts
	 * @param jobs tells which jobs the listener has
	 */
	JobRenewals(RedisQueue<T> queue, Duration lease, Supplier<List<LeasedJob<T>>> jobs) {
		this.queue = queue;
		this.lease = lease;
		this.jobs = jobs;
	}

	synchronized void start() {
		if (!this.isClosed) {
			this.planned = this.queue.process().later(this.lease.toNanos() / RENEWALS, this::renew);
		}
	}

	/**
	 * Renews the leases of all jobs, in one call.
	 */
	private void renew() {
		long now = this.queue.process().now();
		List<LeasedJob<T>> lasting = new ArrayList<>();
		for (LeasedJob<T> job : this.jobs.get()) {
			if (now - job.takenAt() < this.queue.settings().maxLease().toNanos()) {
				lasting.add(job);
			}
			else if (job.noteReported()) {
				tooLong(job);
			}
		}
		for (int i = 0; i < lasting.size(); i += QueueRepository.MOST) {
			renew(lasting.subList(i, Math.min(lasting.size(), i + QueueRepository.MOST)), now);
		}
		start();
	}

	private void renew(List<LeasedJob<T>> jobs, long now) {
		this.queue.renew(jobs, this.lease).whenComplete((replies, failure) -> {
			if (failure != null || replies == null) {
				logger.debug("The leases of %d jobs of the queue %s were not renewed".formatted(jobs.size(),
						this.queue.name()), failure);
				return;
			}
			for (int i = 0; i < jobs.size(); i++) {
				jobs.get(i).renewed(replies.get(i), now, this.lease);
			}
		});
	}

	private void tooLong(LeasedJob<T> job) {
		this.queue.observer().lostLease(this.queue.name());
		logger.warn(("%s of the queue %s has run for more than %s and is left to others when its lease ends. If that is"
				+ " no fault, set redis-tiers.store.queues.max-lease.")
			.formatted(job, this.queue.name(),
					DurationFormatterUtils.print(this.queue.settings().maxLease(), Style.SIMPLE)));
	}

	/**
	 * Renews no more; what is under way now plans nothing.
	 */
	synchronized void close() {
		this.isClosed = true;
		if (this.planned != null) {
			this.planned.cancel(false);
		}
	}

}
