package io.github.redistiers.store.lock;

import java.nio.charset.StandardCharsets;

/**
 * What one acquisition asks for.
 *
 * @param name what is locked
 * @param keys the lock's keys
 * @param owner tells this acquisition from every other
 * @param lease for how long
 */
record Claim(String name, LockKeys keys, String owner, Lease lease) {

	/**
	 * What the lock's key holds while this claim holds it.
	 */
	byte[] value(long token) {
		return (token + " " + this.owner).getBytes(StandardCharsets.US_ASCII);
	}

	long leaseNanos() {
		return this.lease.length().toNanos();
	}

}
