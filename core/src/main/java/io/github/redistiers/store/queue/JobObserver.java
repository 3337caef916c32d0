package io.github.redistiers.store.queue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Hears of what happens to jobs, for meters and traces. Nothing here may block.
 *
 * @since 0.1.0
 */
public interface JobObserver {

	/**
	 * Hears nothing.
	 */
	JobObserver NONE = new JobObserver() {
	};

	/**
	 * Jobs are to be added.
	 * @param queue the queue
	 * @param jobs how many
	 * @return hears how that ends
	 */
	default Adding adding(String queue, int jobs) {
		return Adding.NONE;
	}

	/**
	 * Jobs are to be handled by the thread that calls this.
	 * @param queue the queue
	 * @param jobs which ones
	 * @param carried what was sent with the first of them
	 * @return hears how that ends, in the same thread
	 */
	default Handling handling(String queue, List<? extends JobContext> jobs, Map<String, String> carried) {
		return Handling.NONE;
	}

	/**
	 * A job has come to a listener.
	 * @param queue the queue
	 * @param job the job
	 * @param waited how long it had been known by then, whether it was due or not
	 */
	default void taken(String queue, JobContext job, Duration waited) {
	}

	/**
	 * A job has failed and is tried again.
	 * @param queue the queue
	 */
	default void retried(String queue) {
	}

	/**
	 * A job has failed for good.
	 * @param queue the queue
	 */
	default void died(String queue) {
	}

	/**
	 * A job was somebody else's when this process was done with it, or has run for too
	 * long.
	 * @param queue the queue
	 */
	default void lostLease(String queue) {
	}

	/**
	 * There is a repository of a queue.
	 * @param queue the queue
	 * @param status asks the store how full it is
	 */
	default void declared(String queue, Supplier<CompletionStage<QueueStatus>> status) {
	}

	/**
	 * Jobs that are being added.
	 */
	interface Adding {

		/**
		 * Hears nothing.
		 */
		Adding NONE = new Adding() {
		};

		/**
		 * What goes with each job to whoever handles it.
		 * @return names and values
		 */
		default Map<String, String> carried() {
			return Map.of();
		}

		/**
		 * They were added, or not.
		 * @param failure why not
		 */
		default void ended(@Nullable Throwable failure) {
		}

	}

	/**
	 * Jobs that are being handled.
	 */
	interface Handling {

		/**
		 * Hears nothing.
		 */
		Handling NONE = new Handling() {
		};

		/**
		 * They were handled, or have failed.
		 * @param failure how they have failed
		 */
		default void ended(@Nullable Throwable failure) {
		}

	}

}
