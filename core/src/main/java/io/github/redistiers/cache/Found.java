package io.github.redistiers.cache;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * What a read found in an entry's place.
 *
 * @param value the value; {@code null} for a miss
 * @param lease the lease of filling it; {@code null} if there is none to be had
 */
record Found(byte @Nullable [] value, @Nullable Lease lease) {

	static final Found NOTHING = new Found(null, null);

	static Found of(byte[] entry, byte @Nullable [] bytes) {
		if (bytes == null) {
			return NOTHING;
		}
		return Lease.isToken(bytes) ? new Found(null, new Lease(entry, bytes)) : new Found(bytes, null);
	}

	/**
	 * The same after an attempt to take the lease.
	 * @param token the token of the attempt
	 */
	Found afterTaking(byte[] token) {
		return (this.lease != null && Arrays.equals(this.lease.token(), token))
				? new Found(null, new Lease(this.lease.entry(), token, true)) : this;
	}

}
