package io.github.redistiers.store.queue;

import java.time.Duration;
import java.time.Instant;

/**
 * What a listener is told of the job that it handles. A job's id and attempt together are
 * the key under which an effect outside of Redis can be made once.
 *
 * @since 0.1.0
 */
public interface JobContext {

	/**
	 * What the job is called.
	 * @return its id
	 */
	String id();

	/**
	 * Which attempt this is. An attempt counts as soon as it begins.
	 * @return 1 for the first
	 */
	int attempt();

	/**
	 * How often the job is tried at most.
	 * @return 1 or more
	 */
	int maxAttempts();

	/**
	 * When the job was added to its queue.
	 * @return the moment by the server's clock
	 */
	Instant enqueuedAt();

	/**
	 * Makes the lease last longer than the usual renewals would, from which a listener's
	 * jobs do not need this: for work that stops the whole process for longer than a
	 * lease.
	 * @param lease how long at least, from now on
	 * @return whether the job is still this process's
	 * @throws org.springframework.dao.DataAccessException if the store failed
	 */
	boolean extendLease(Duration lease);

	/**
	 * Writes down how far the job has come, for whoever looks it up. The last text
	 * counts, until the attempt ends.
	 * @param progress such as {@code 17 of 200 pages}
	 * @return whether the job is still this process's
	 * @throws org.springframework.dao.DataAccessException if the store failed; a full
	 * server takes none
	 */
	boolean progress(String progress);

	/**
	 * Whether somebody has cancelled the job since, as far as this process has heard: it
	 * is told whenever leases are renewed. A job that is cancelled is not tried again,
	 * whether its listener stops or fails or goes on to the end.
	 * @return whether there is no need to go on
	 */
	boolean isCancelled();

	/**
	 * Whether the job is still this process's, as far as it knows: nobody else handles it
	 * meanwhile. What was done of a job whose lease was lost is done again.
	 * @return {@code false} once the lease is over or lost
	 */
	boolean isLeased();

}
