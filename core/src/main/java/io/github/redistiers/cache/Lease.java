package io.github.redistiers.cache;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;

import org.jspecify.annotations.Nullable;

/**
 * The right to fill an entry, which stands in the entry's place until it is filled.
 * Whoever evicts or overwrites the entry takes it away, so that nothing read from the
 * source before is stored afterwards (Nishtala et al., Scaling Memcache at Facebook, NSDI
 * 2013).
 *
 * @param entry the entry's key
 * @param token what stands there
 * @param taken whether it was taken by who holds this, and not found there
 */
record Lease(byte[] entry, byte[] token, boolean taken) {

	/**
	 * No JSON text begins with it.
	 */
	private static final byte MARK = '~';

	private static final SecureRandom RANDOM = new SecureRandom();

	/**
	 * A lease that was found.
	 */
	Lease(byte[] entry, byte[] token) {
		this(entry, token, false);
	}

	static byte[] newToken() {
		byte[] id = new byte[8];
		RANDOM.nextBytes(id);
		return ((char) MARK + HexFormat.of().formatHex(id)).getBytes(StandardCharsets.US_ASCII);
	}

	/**
	 * Whether what was found in an entry's place is a lease rather than a value.
	 */
	static boolean isToken(byte @Nullable [] found) {
		return found != null && found.length > 0 && found[0] == MARK;
	}

}
