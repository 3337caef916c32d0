package io.github.redistiers.store.ratelimit;

/**
 * The time in which one permit comes back, as a fraction of microseconds with which a
 * script can reckon exactly: its numbers are doubles, which hold whole numbers up to
 * 2<sup>53</sup>.
 *
 * @param numerator in microseconds
 * @param denominator at least 1
 */
record EmissionInterval(long numerator, long denominator) {

	private static final long EXACT = 1L << 53;

	/**
	 * Ten years. The moment at which a limit is untouched again is exact as well.
	 */
	private static final double LONGEST_REFILL = 3650 * 86_400e6;

	/**
	 * From a millisecond on, an interval is rounded up to whole nanoseconds, which is a
	 * millionth of it at most: the server keeps a moment in nanoseconds as a number, and
	 * any other as longer text.
	 */
	private static final long ROUNDABLE = 1000;

	private static final long NANOS = 1000;

	static EmissionInterval of(long permits, long micros, long burst) {
		EmissionInterval interval = of(permits, micros);
		if (!interval.fits(burst)) {
			throw new IllegalArgumentException(
					"%d permits in %d microseconds with a burst of %d cannot be counted exactly. Set rounder or smaller numbers."
						.formatted(permits, micros, burst));
		}
		if ((double) burst * interval.numerator / interval.denominator > LONGEST_REFILL) {
			throw new IllegalArgumentException(
					"A burst of %d would take more than ten years to come back. Set a smaller burst or a higher rate."
						.formatted(burst));
		}
		return interval;
	}

	private static EmissionInterval of(long permits, long micros) {
		long divisor = greatestCommonDivisor(permits, micros);
		EmissionInterval exact = new EmissionInterval(micros / divisor, permits / divisor);
		if (exact.denominator == 1 || micros / permits < ROUNDABLE) {
			return exact;
		}
		EmissionInterval nanos = new EmissionInterval(ceil(micros * NANOS, permits), NANOS);
		return nanos.fits(1) ? nanos : new EmissionInterval(ceil(micros, permits), 1);
	}

	private static long ceil(long dividend, long divisor) {
		return (dividend + divisor - 1) / divisor;
	}

	private boolean fits(long burst) {
		return this.numerator < EXACT / this.denominator && burst <= EXACT / this.denominator;
	}

	private static long greatestCommonDivisor(long one, long other) {
		return (other == 0) ? one : greatestCommonDivisor(other, one % other);
	}

	/**
	 * The whole microseconds in which so many permits come back.
	 */
	long whole(long permits) {
		return permits * (this.numerator / this.denominator)
				+ permits * (this.numerator % this.denominator) / this.denominator;
	}

	/**
	 * What is missing from {@link #whole}, in parts of which the denominator make one
	 * microsecond.
	 */
	long part(long permits) {
		return permits * (this.numerator % this.denominator) % this.denominator;
	}

}
