package io.github.redistiers.benchmarks;

import io.lettuce.core.RedisURI;

/**
 * A queue as its users have it: objects go in as JSON and come out as objects.
 */
interface MeasuredQueue extends AutoCloseable {

	/**
	 * How many bytes a job takes as JSON.
	 */
	int BYTES = 300;

	/**
	 * How many jobs go together where they do.
	 */
	int TOGETHER = 100;

	/**
	 * How many jobs {@link #add} adds in one call.
	 */
	int together();

	/**
	 * Adds the jobs of a number, and waits until they are there.
	 */
	void add(int number);

	/**
	 * Handles all jobs that are there, and returns when the server knows of each of them.
	 * @param jobs how many there are
	 * @param consumers how many threads handle them
	 */
	void handle(int jobs, int consumers);

	@Override
	void close();

	/**
	 * Fails a run that does not measure what it says.
	 */
	static void check(int jobs, long handled) {
		if (handled != jobs) {
			throw new IllegalStateException("%d jobs were added, and %d handled".formatted(jobs, handled));
		}
	}

	/**
	 * Opens a queue.
	 */
	interface Opener {

		/**
		 * Opens it.
		 * @param address the server
		 * @param bytes the size of a job
		 */
		MeasuredQueue open(RedisURI address, int bytes);

	}

}
