package io.github.redistiers.store.queue;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * How a listener handles jobs.
 *
 * @param concurrency how many threads of this process handle jobs at the same time
 * @param batch how many jobs a listener of lists is given at most; a listener of single
 * jobs gets one at a time, and its process so many at once, if that is more than its
 * threads
 * @param lease for how long a job is this process's; {@code null} for what holds for all
 * queues
 * @param retryRules the first that is for an exception says whether the job is tried
 * again; without one it is dead
 * @since 0.1.0
 */
public record JobListenerSettings(int concurrency, int batch, @Nullable Duration lease, List<RetryRule> retryRules) {

	/**
	 * How many jobs a process can get at once.
	 */
	public static final int MOST = 1000;

	private static final JobListenerSettings DEFAULTS = new JobListenerSettings(1, 1, null,
			List.of(RetryRule.defaults()));

	/**
	 * Checks what it is told.
	 * @throws IllegalArgumentException if the threads or the jobs at once are not from 1
	 * to 1000, or the lease is shorter than 100 milliseconds
	 */
	public JobListenerSettings {
		Assert.isTrue(concurrency >= 1 && concurrency <= MOST, "Jobs are handled by 1 to 1000 threads");
		Assert.isTrue(batch >= 1 && batch <= MOST, "A batch is of 1 to 1000 jobs");
		Assert.isTrue(lease == null || lease.compareTo(QueueSettings.SHORTEST_LEASE) >= 0,
				"A lease is at least 100 milliseconds long");
		retryRules = List.copyOf(retryRules);
	}

	/**
	 * One thread, one job at a time, and {@link RetryRule#defaults()}.
	 * @return the settings
	 */
	public static JobListenerSettings defaults() {
		return DEFAULTS;
	}

	/**
	 * The same with other numbers of threads and jobs.
	 * @param concurrency how many threads
	 * @param batch how many jobs at once
	 * @return the settings
	 */
	public JobListenerSettings with(int concurrency, int batch) {
		return new JobListenerSettings(concurrency, batch, this.lease, this.retryRules);
	}

	/**
	 * The same with another lease.
	 * @param lease for how long a job is this process's
	 * @return the settings
	 */
	public JobListenerSettings with(Duration lease) {
		return new JobListenerSettings(this.concurrency, this.batch, lease, this.retryRules);
	}

	/**
	 * The same with other rules.
	 * @param retryRules the rules, the first of which counts
	 * @return the settings
	 */
	public JobListenerSettings with(RetryRule... retryRules) {
		return new JobListenerSettings(this.concurrency, this.batch, this.lease, List.of(retryRules));
	}

}
