package io.github.redistiers.cache;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * When a value was written, and which jitter was drawn for it. It stands before a value
 * whose life reads extend: <code>@</code>, six bytes of milliseconds since 1970 and two
 * bytes of jitter. What does not begin with the mark has no stamp, and is as readable.
 *
 * @param written when, in milliseconds
 * @param draw from 0 to 65535: which part of the jitter
 */
record Stamp(long written, int draw) {

	static final int DRAWS = 1 << 16;

	static final int LENGTH = 9;

	/**
	 * No JSON text begins with it, nor does a lease.
	 */
	private static final byte MARK = '@';

	static @Nullable Stamp of(byte[] stored) {
		if (!isBefore(stored)) {
			return null;
		}
		long number = 0;
		for (int i = 1; i < LENGTH; i++) {
			number = (number << 8) | (stored[i] & 0xFF);
		}
		return new Stamp(number >>> 16, (int) (number & 0xFFFF));
	}

	/**
	 * The value without its stamp, if it has one.
	 */
	static byte[] removedFrom(byte[] stored) {
		return isBefore(stored) ? Arrays.copyOfRange(stored, LENGTH, stored.length) : stored;
	}

	byte[] putBefore(byte[] value) {
		byte[] stored = new byte[LENGTH + value.length];
		stored[0] = MARK;
		long number = (this.written << 16) | this.draw;
		for (int i = LENGTH - 1; i > 0; i--) {
			stored[i] = (byte) number;
			number >>>= 8;
		}
		System.arraycopy(value, 0, stored, LENGTH, value.length);
		return stored;
	}

	private static boolean isBefore(byte[] stored) {
		return stored.length >= LENGTH && stored[0] == MARK;
	}

}
