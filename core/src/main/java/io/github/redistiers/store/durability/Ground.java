package io.github.redistiers.store.durability;

/**
 * What was found of a primary at one moment.
 *
 * @param reign who it was
 * @param isFree whether it makes changes durable before it answers them
 * @param since when it was looked, of {@link System#nanoTime()}
 */
record Ground(String reign, boolean isFree, long since) {

	/**
	 * Whether the primary has been one ever since an earlier look.
	 */
	boolean continues(Ground earlier) {
		return this.reign.equals(earlier.reign);
	}

	long age() {
		return System.nanoTime() - this.since;
	}

}
