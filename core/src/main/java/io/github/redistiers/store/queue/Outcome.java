package io.github.redistiers.store.queue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * What became of a job that was leased.
 *
 * @param job the job
 * @param what as the script takes it; empty if it is done
 */
record Outcome(LeasedJob<?> job, String what) {

	private static final int LONGEST_REASON = 1000;

	static Outcome done(LeasedJob<?> job) {
		return new Outcome(job, "");
	}

	static Outcome retry(LeasedJob<?> job, Duration after) {
		return new Outcome(job, "r" + after.toMillis());
	}

	static Outcome back(LeasedJob<?> job) {
		return new Outcome(job, "b");
	}

	static Outcome dead(LeasedJob<?> job, String reason) {
		return new Outcome(job,
				"d" + ((reason.length() > LONGEST_REASON) ? reason.substring(0, LONGEST_REASON) : reason));
	}

	boolean isDone() {
		return this.what.isEmpty();
	}

	byte[] bytes() {
		return this.what.getBytes(StandardCharsets.UTF_8);
	}

}
