package io.github.redistiers.breaker;

/**
 * Commands that were under way together when a node stalled, or this process did, come
 * back late together. That is one thing that happened, however many they are: a single
 * garbage collection must not look like an outage.
 */
final class Stalls {

	private final int counted;

	private long noticedAt;

	private int commands;

	/**
	 * Stalls.
	 * @param counted how many commands of one stall count at most
	 */
	Stalls(int counted) {
		this.counted = counted;
	}

	/**
	 * Whether a command counts that failed or was slow.
	 * @param sentAt when it was sent, in nanoseconds
	 * @param now when it ended
	 */
	synchronized boolean counts(long sentAt, long now) {
		if (this.commands == 0 || sentAt - this.noticedAt > 0) {
			this.noticedAt = now;
			this.commands = 0;
		}
		this.commands++;
		return this.commands <= this.counted;
	}

}
