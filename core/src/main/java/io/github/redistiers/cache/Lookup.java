package io.github.redistiers.cache;

import org.jspecify.annotations.Nullable;

import org.springframework.cache.support.NullValue;

/**
 * What a cache answers for a key.
 *
 * @param stored the value, {@link NullValue} for a kept {@code null}; {@code null} for a
 * miss
 * @param lease after a miss, the lease of filling the entry; {@code null} if what is
 * loaded must not be stored
 */
record Lookup(@Nullable Object stored, @Nullable Lease lease) {

	/**
	 * A miss: nothing is known of the entry, so nothing may be stored.
	 */
	static final Lookup MISS = new Lookup(null, null);

	/**
	 * A miss, because a value was there that could not be read and was removed.
	 */
	static final Lookup UNREADABLE = new Lookup(null, null);

	/**
	 * A miss, because the server could not be asked or has not answered: it need not be
	 * asked again within the same call.
	 */
	static final Lookup UNREACHED = new Lookup(null, null);

	boolean isHit() {
		return this.stored != null;
	}

	/**
	 * Whether the lease of filling the entry is still to be asked for.
	 */
	boolean isToBeLeased() {
		return this.stored == null && this.lease == null && this != UNREACHED;
	}

}
