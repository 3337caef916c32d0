package io.github.redistiers.store.queue;

/**
 * Where a job stands.
 *
 * @since 0.1.0
 */
public enum JobState {

	/** It waits for somebody to handle it. */
	READY,

	/** It is not due yet: it was delayed, or has failed and will be tried again. */
	DELAYED,

	/** Somebody handles it, or has died since and the lease has not ended. */
	LEASED,

	/** It has failed too often, or in a way that another attempt would not mend. */
	DEAD

}
