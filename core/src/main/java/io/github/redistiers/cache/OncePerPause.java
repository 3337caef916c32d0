package io.github.redistiers.cache;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Lets something be done for a key at most once in a while, in memory that is bounded:
 * one bit per key, found by a hash. Keys that share a bit are taken for one, in one pause
 * for this pair and in the next for another.
 */
final class OncePerPause {

	private static final int FEWEST_WORDS = 1 << 7;

	/**
	 * Two megabytes.
	 */
	private static final int MOST_WORDS = 1 << 18;

	private static final int BITS_PER_KEY = 16;

	private final LongSupplier nanoTime;

	private volatile Pause pause;

	OncePerPause(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
		this.pause = new Pause(nanoTime.getAsLong(), FEWEST_WORDS);
	}

	/**
	 * Whether it is to be done now.
	 * @param key the key
	 * @param length how long it is not done again
	 */
	boolean isFirst(byte[] key, Duration length) {
		Pause current = this.pause;
		if (this.nanoTime.getAsLong() - current.start >= length.toNanos()) {
			current = next(current, length);
		}
		return current.add(key);
	}

	private synchronized Pause next(Pause before, Duration length) {
		if (this.pause == before) {
			this.pause = new Pause(this.nanoTime.getAsLong(), words(before.keys.sum()));
		}
		return this.pause;
	}

	private static int words(long keys) {
		long words = Long.highestOneBit(Math.max(1, keys * BITS_PER_KEY / Long.SIZE)) * 2;
		return (int) Math.min(MOST_WORDS, Math.max(FEWEST_WORDS, words));
	}

	private static final class Pause {

		private final long start;

		private final AtomicLongArray bits;

		private final LongAdder keys = new LongAdder();

		private Pause(long start, int words) {
			this.start = start;
			this.bits = new AtomicLongArray(words);
		}

		private boolean add(byte[] key) {
			long hash = hash(key, this.start);
			long bit = 1L << hash;
			int word = (int) (hash >>> 32) & (this.bits.length() - 1);
			if ((this.bits.get(word) & bit) != 0 || (this.bits.getAndUpdate(word, (old) -> old | bit) & bit) != 0) {
				return false;
			}
			this.keys.increment();
			return true;
		}

		/**
		 * FNV-1a, and the finalizer of MurmurHash3 for its weak low bits.
		 */
		private static long hash(byte[] key, long seed) {
			long hash = 0xcbf29ce484222325L ^ seed;
			for (byte next : key) {
				hash = (hash ^ next) * 0x100000001b3L;
			}
			hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
			hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
			return hash ^ (hash >>> 33);
		}

	}

}
