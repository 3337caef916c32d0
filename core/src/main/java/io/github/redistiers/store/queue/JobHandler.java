package io.github.redistiers.store.queue;

import java.util.List;

/**
 * Handles jobs.
 *
 * @param <T> the type of their payloads
 * @since 0.1.0
 */
@FunctionalInterface
public interface JobHandler<T> {

	/**
	 * Handles some jobs, which are done when this returns. If it throws, all of them have
	 * failed.
	 * @param jobs at least one, and at most as many as the listener's batch
	 * @throws Exception if they have failed
	 */
	void handle(List<Job<T>> jobs) throws Exception;

	/**
	 * Handles one job at a time.
	 * @param <T> the type of the payloads
	 * @param handler handles one
	 * @return the handler; it is given lists of one job
	 */
	static <T> JobHandler<T> ofSingle(Single<T> handler) {
		return handler;
	}

	/**
	 * Handles one job at a time.
	 *
	 * @param <T> the type of the payloads
	 */
	@FunctionalInterface
	@SuppressWarnings("FunctionalInterfaceMethodChanged") // one is handled as lists are
	interface Single<T> extends JobHandler<T> {

		/**
		 * Handles a job, which is done when this returns.
		 * @param job the job
		 * @throws Exception if it has failed
		 */
		void handle(Job<T> job) throws Exception;

		@Override
		default void handle(List<Job<T>> jobs) throws Exception {
			for (Job<T> job : jobs) {
				handle(job);
			}
		}

	}

}
