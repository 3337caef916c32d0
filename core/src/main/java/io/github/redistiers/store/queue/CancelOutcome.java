package io.github.redistiers.store.queue;

/**
 * What became of a job that was to be cancelled.
 *
 * @since 0.1.0
 */
public enum CancelOutcome {

	/** It was taken out before anybody handled it. */
	REMOVED,

	/**
	 * It is being handled, and whoever does so is told; it is not tried again, whatever
	 * comes of it.
	 */
	TOLD,

	/** There is no such job, or it is dead already. */
	NOT_FOUND

}
