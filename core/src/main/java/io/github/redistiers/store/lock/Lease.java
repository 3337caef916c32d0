package io.github.redistiers.store.lock;

import java.time.Duration;

import org.springframework.util.Assert;

/**
 * For how long a lock is held by a process that is heard of no more.
 *
 * @param length how long, from 100 milliseconds to 30 days; the shorter, the sooner
 * others go on after a crash, and the sooner a pause of the holder costs it the lock
 * @param isRenewed whether it begins anew, at a third of its length, until the lock is
 * released
 * @since 0.1.0
 */
public record Lease(Duration length, boolean isRenewed) {

	private static final Duration SHORTEST = Duration.ofMillis(100);

	private static final Duration LONGEST = Duration.ofDays(30);

	/**
	 * Half a minute, renewed.
	 */
	public static final Lease DEFAULT = renewed(Duration.ofSeconds(30));

	/**
	 * Checks what it is told.
	 * @throws IllegalArgumentException if the lease is shorter than 100 milliseconds or
	 * longer than 30 days
	 */
	public Lease {
		Assert.isTrue(length.compareTo(SHORTEST) >= 0, "A lease of less than 100 milliseconds may be over before it"
				+ " is known to have begun; make it longer");
		Assert.isTrue(length.compareTo(LONGEST) <= 0,
				"A lease of more than 30 days outlives a crash for too long; renew a shorter one");
	}

	/**
	 * A lease that begins anew as long as the process lives and has not released the
	 * lock.
	 * @param length how long it is
	 * @return the lease
	 */
	public static Lease renewed(Duration length) {
		return new Lease(length, true);
	}

	/**
	 * A lease that ends after its length, whatever the holder does.
	 * @param length how long it is
	 * @return the lease
	 */
	public static Lease once(Duration length) {
		return new Lease(length, false);
	}

}
