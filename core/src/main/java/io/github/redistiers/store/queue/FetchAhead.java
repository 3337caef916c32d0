package io.github.redistiers.store.queue;

import java.util.concurrent.TimeUnit;

/**
 * How many jobs a process gets before it needs them: as many as its threads handle in a
 * few milliseconds, so that they do not wait for each round trip. What takes longer waits
 * on the server, where another process can have it. Not thread-safe.
 */
final class FetchAhead {

	/**
	 * How long a job may wait in a process while another one is idle.
	 */
	private static final long MOMENT = TimeUnit.MILLISECONDS.toNanos(5);

	private static final int MOST = 32;

	/**
	 * Each new figure counts an eighth.
	 */
	private static final int WEIGHT = 8;

	private final int threads;

	private final int most;

	/**
	 * How long a job takes; at first it is not known to be short.
	 */
	private long nanos = TimeUnit.SECONDS.toNanos(1);

	/**
	 * Nothing is known yet.
	 * @param threads how many handle jobs
	 * @param together how many jobs each is given at most
	 */
	FetchAhead(int threads, int together) {
		this.threads = threads;
		this.most = Math.max(MOST, together);
	}

	/**
	 * Takes in how long some jobs took together.
	 */
	void took(long all, int jobs) {
		this.nanos += (all / Math.max(1, jobs) - this.nanos) / WEIGHT;
	}

	/**
	 * How many jobs beyond those that the threads handle.
	 */
	int jobs() {
		return this.threads * (int) Math.min(this.most, MOMENT / Math.max(1, this.nanos));
	}

}
