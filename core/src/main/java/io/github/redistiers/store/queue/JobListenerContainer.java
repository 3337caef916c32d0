package io.github.redistiers.store.queue;

/**
 * A listener that runs until it is closed.
 *
 * @since 0.1.0
 */
public interface JobListenerContainer extends AutoCloseable {

	/**
	 * Whether it handles jobs.
	 * @return {@code false} once it was closed
	 */
	boolean isRunning();

	/**
	 * Stops to take jobs, without waiting for those that run.
	 */
	void stop();

	/**
	 * Stops to take jobs and waits for those that run, as long as
	 * {@link QueueSettings#shutdownGrace()} says. The others go back, at once and without
	 * counting this attempt; those that run longer are interrupted and go back as well.
	 */
	@Override
	void close();

}
