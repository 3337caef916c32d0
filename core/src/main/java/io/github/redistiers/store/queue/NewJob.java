package io.github.redistiers.store.queue;

/**
 * A job that is to be added to a queue with others.
 *
 * @param <T> the type of its payload
 * @param payload what the job is about
 * @param options how it is added
 * @since 0.1.0
 */
public record NewJob<T>(T payload, JobOptions options) {

	/**
	 * A job with the defaults.
	 * @param <T> the type of its payload
	 * @param payload what the job is about
	 * @return the job
	 */
	public static <T> NewJob<T> of(T payload) {
		return new NewJob<>(payload, JobOptions.defaults());
	}

}
