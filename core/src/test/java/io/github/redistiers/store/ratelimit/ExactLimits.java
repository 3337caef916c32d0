package io.github.redistiers.store.ratelimit;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Limits of one subject, reckoned without any rounding: what they owe is kept in parts of
 * a microsecond of which the denominator of a limit's interval make one.
 */
final class ExactLimits {

	private final List<RateLimit> limits;

	private final List<BigInteger> ends = new ArrayList<>();

	ExactLimits(List<RateLimit> limits) {
		this.limits = limits;
		limits.forEach((limit) -> this.ends.add(BigInteger.ZERO));
	}

	/**
	 * What {@code take.lua} replies, at a moment in microseconds.
	 */
	List<Long> take(long cost, long now) {
		BigInteger wanted = BigInteger.valueOf(Math.max(1, cost));
		boolean allowed = true;
		for (int i = 0; i < this.limits.size(); i++) {
			allowed &= remaining(i, now).compareTo(wanted) >= 0;
		}
		List<Long> reply = new ArrayList<>(List.of(allowed ? 1L : 0L));
		for (int i = 0; i < this.limits.size(); i++) {
			BigInteger wait = wait(i, wanted, now);
			if (allowed) {
				BigInteger start = this.ends.get(i).max(now(i, now));
				this.ends.set(i, start.add(interval(i).multiply(BigInteger.valueOf(cost))));
			}
			reply.add(remaining(i, now).longValueExact());
			reply.add(wait.longValueExact());
			reply.add(ceil(debt(i, now), parts(i)).longValueExact());
		}
		return reply;
	}

	private BigInteger wait(int i, BigInteger wanted, long now) {
		BigInteger mayOwe = interval(i).multiply(BigInteger.valueOf(this.limits.get(i).burst()).subtract(wanted));
		return ceil(debt(i, now).subtract(mayOwe).max(BigInteger.ZERO), parts(i));
	}

	private BigInteger remaining(int i, long now) {
		return BigInteger.valueOf(this.limits.get(i).burst()).subtract(ceil(debt(i, now), interval(i)));
	}

	private BigInteger debt(int i, long now) {
		return this.ends.get(i).subtract(now(i, now)).max(BigInteger.ZERO);
	}

	private BigInteger now(int i, long now) {
		return BigInteger.valueOf(now).multiply(parts(i));
	}

	private BigInteger parts(int i) {
		return BigInteger.valueOf(this.limits.get(i).interval().denominator());
	}

	private BigInteger interval(int i) {
		return BigInteger.valueOf(this.limits.get(i).interval().numerator());
	}

	private static BigInteger ceil(BigInteger dividend, BigInteger divisor) {
		return dividend.add(divisor).subtract(BigInteger.ONE).divide(divisor);
	}

}
