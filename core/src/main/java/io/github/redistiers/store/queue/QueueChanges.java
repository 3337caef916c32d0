package io.github.redistiers.store.queue;

import java.util.Collection;
import java.util.List;

import io.github.redistiers.store.StoreChange;

/**
 * Jobs that are added together with changes of other repositories of the group: see
 * {@link io.github.redistiers.store.StoreRepositories#applyTogether}. A job that is kept
 * out by its id or deduplication key refuses nothing.
 *
 * @param <T> the type of the payloads
 * @since 0.1.0
 */
@FunctionalInterface
public interface QueueChanges<T> {

	/**
	 * Adds jobs.
	 * @param jobs from one to {@link QueueRepository#MOST} jobs
	 * @return the change; its outcome is what became of each of them, in their order
	 */
	StoreChange<List<Enqueued>> enqueueAll(Collection<NewJob<T>> jobs);

	/**
	 * Adds a job.
	 * @param payload what it is about
	 * @param options how it is added
	 * @return the change; its outcome is a list of one
	 */
	default StoreChange<List<Enqueued>> enqueue(T payload, JobOptions options) {
		return enqueueAll(List.of(new NewJob<>(payload, options)));
	}

}
