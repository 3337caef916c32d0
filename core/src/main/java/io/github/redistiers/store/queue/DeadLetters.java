package io.github.redistiers.store.queue;

import java.util.Collection;
import java.util.List;

/**
 * The jobs of a queue that have failed too often, or in a way that another attempt would
 * not mend, with the reason. They stay until somebody looks after them.
 *
 * @param <T> the type of the payloads
 * @since 0.1.0
 */
public interface DeadLetters<T> {

	/**
	 * How many can be listed, retried or dropped in one call.
	 */
	int MOST = 200;

	/**
	 * Lists some, the oldest first. One that cannot be read is listed with its bytes.
	 * @param offset how many to leave out
	 * @param limit how many at most, up to {@link #MOST}
	 * @return the jobs
	 */
	List<JobView<T>> list(long offset, int limit);

	/**
	 * Makes jobs ready again, with all their attempts, behind those that are ready.
	 * @param ids the jobs
	 * @return how many of them were dead
	 */
	long retry(Collection<String> ids);

	/**
	 * Makes all jobs ready again, {@value #MOST} at a time.
	 * @return how many
	 */
	long retryAll();

	/**
	 * Forgets jobs.
	 * @param ids the jobs
	 * @return how many of them were dead
	 */
	long drop(Collection<String> ids);

	/**
	 * Forgets all jobs, {@value #MOST} at a time.
	 * @return how many
	 */
	long dropAll();

}
