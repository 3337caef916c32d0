package io.github.redistiers.store.ratelimit;

import org.jspecify.annotations.Nullable;

/**
 * In how much time one limit will be untouched again: {@code take.lua}'s arithmetic in
 * Java, for limits that are kept in this process.
 *
 * @param interval the time in which one permit comes back
 * @param burst how many permits are there at most
 * @param whole whole microseconds
 * @param part and parts of one, of which the interval's denominator make one
 */
record Debt(EmissionInterval interval, long burst, long whole, long part) {

	static Debt of(RateLimit limit, @Nullable Moment kept, long now) {
		EmissionInterval interval = limit.interval();
		Debt most = new Debt(interval, limit.burst(), interval.whole(limit.burst()), interval.part(limit.burst()));
		if (kept == null || kept.whole() < now) {
			return new Debt(interval, limit.burst(), 0, 0);
		}
		boolean isForeign = kept.parts() != interval.denominator() && kept.part() > 0;
		Debt debt = new Debt(interval, limit.burst(), kept.whole() - now + (isForeign ? 1 : 0),
				isForeign ? 0 : kept.part());
		return (debt.isMoreThan(most)) ? most : debt;
	}

	private boolean isMoreThan(Debt other) {
		return this.whole > other.whole || (this.whole == other.whole && this.part > other.part);
	}

	long remaining() {
		long beyond = this.whole % this.interval.numerator();
		return this.burst - this.whole / this.interval.numerator() * this.interval.denominator()
				- ceil(beyond * this.interval.denominator() + this.part, this.interval.numerator());
	}

	/**
	 * In how many microseconds so many permits are there.
	 */
	long waitFor(long permits) {
		if (remaining() >= permits) {
			return 0;
		}
		long mayOwe = this.burst - permits;
		return this.whole - this.interval.whole(mayOwe) + ((this.part > this.interval.part(mayOwe)) ? 1 : 0);
	}

	Debt plus(long permits) {
		long parts = this.part + this.interval.part(permits);
		return new Debt(this.interval, this.burst,
				this.whole + this.interval.whole(permits) + parts / this.interval.denominator(),
				parts % this.interval.denominator());
	}

	/**
	 * In how many microseconds the limit is untouched.
	 */
	long end() {
		return this.whole + ((this.part > 0) ? 1 : 0);
	}

	Moment from(long now) {
		return new Moment(now + this.whole, this.part, this.interval.denominator());
	}

	private static long ceil(long dividend, long divisor) {
		return (dividend + divisor - 1) / divisor;
	}

	/**
	 * When a limit will be untouched again.
	 *
	 * @param whole microseconds of some clock
	 * @param part and a part of one
	 * @param parts how many parts make one
	 */
	record Moment(long whole, long part, long parts) {

	}

}
