package io.github.redistiers.store.queue;

/**
 * A job that is leased: nobody else gets it until the lease ends.
 *
 * @param <T> the type of its payload
 * @since 0.1.0
 */
public interface Job<T> extends JobContext {

	/**
	 * What the job is about.
	 * @return the payload
	 */
	T payload();

}
