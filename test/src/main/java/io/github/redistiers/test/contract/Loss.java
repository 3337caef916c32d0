package io.github.redistiers.test.contract;

import java.time.Duration;

/**
 * Which acknowledged operations may be lost.
 */
@FunctionalInterface
interface Loss {

	/**
	 * None of them.
	 */
	Loss NONE = (acknowledged) -> false;

	/**
	 * Any of them.
	 */
	Loss ANY = (acknowledged) -> true;

	/**
	 * Whether an operation may be lost.
	 * @param acknowledged when it was acknowledged, by {@link System#nanoTime()}
	 */
	boolean permits(long acknowledged);

	/**
	 * What had been acknowledged for no longer than this when a fault came. Call it right
	 * before the fault; what is acknowledged later may be lost as well.
	 */
	static Loss ofTheLast(Duration duration) {
		long from = System.nanoTime() - duration.toNanos();
		return (acknowledged) -> acknowledged - from >= 0;
	}

	/**
	 * The same, without what is acknowledged from now on.
	 */
	default Loss untilNow() {
		long now = System.nanoTime();
		return (acknowledged) -> permits(acknowledged) && acknowledged - now < 0;
	}

}
