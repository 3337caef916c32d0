package io.github.redistiers.cache;

/**
 * Estimates how long an entry that is not read may live so that the memory is just used.
 * Pure; all times are in seconds, all amounts in bytes.
 * <p>
 * After Che et al. (Hierarchical Web Caching Systems, 2002) an LRU cache behaves as one
 * whose entries live for one characteristic time <i>T</i> after their last use: the time
 * for which what is kept, <i>N(T)</i>, just fills the memory. What must be loaded at that
 * life is the slope of <i>N</i>, because one second more of life keeps exactly what
 * expires, and is loaded again, in one second. So from what is kept and what is written
 * now follows, by Newton's method, <i>T = age + free / written per second</i>. <i>N</i>
 * is concave, so that this comes from below and does not overshoot while the traffic
 * stays the same, and <i>T</i> is never longer than <i>memory / written per second</i>.
 * <p>
 * A life that is given shows in the memory only when it has passed. What is kept now
 * belongs to the lives that were given in the past, hence the {@link LifeHistory}; and
 * the life given approaches the estimate no faster than by the part of it that has
 * passed, which stays stable even if the history knew nothing.
 */
final class MemoryHorizon {

	/**
	 * How much of the memory is to be used: what is left lets the traffic change without
	 * evictions.
	 */
	static final double USED = 0.95;

	/**
	 * By how much a life changes at most from one look to the next.
	 */
	static final double STEP = 0.1;

	/**
	 * The weight of a look in the average of what is written.
	 */
	private static final double WEIGHT = 0.2;

	/**
	 * How many looks it takes to know the rate at which something is written.
	 */
	private static final int FIRST_LOOKS = 5;

	/**
	 * The weight of a look in the average until then.
	 */
	private static final double FIRST_WEIGHT = 0.5;

	/**
	 * Which part of what fills the memory is the first life, where none is known: below
	 * the characteristic time, mostly.
	 */
	private static final double CAUTION = 2.0 / 3;

	/**
	 * By which part the age is longer, at most, than the life that would spare the server
	 * its evictions.
	 */
	private static final double EXCESS = 0.3;

	private final LifeHistory history;

	private double shortest;

	private double longest;

	private double life;

	private final double first;

	private int looks;

	private double rate = Double.NaN;

	private double filled = Double.POSITIVE_INFINITY;

	private double used;

	private double oldest;

	private double last;

	/**
	 * An estimate.
	 * @param now the time
	 * @param life the life that entries were given until now
	 * @param known whether that life is the outcome of an estimate
	 * @param shortest the shortest life to give
	 * @param longest the longest
	 */
	MemoryHorizon(double now, double life, boolean known, double shortest, double longest) {
		this.shortest = shortest;
		this.longest = longest;
		this.life = bounded(life);
		this.first = this.life;
		this.looks = known ? FIRST_LOOKS : 0;
		this.oldest = Double.POSITIVE_INFINITY;
		this.history = new LifeHistory(this.life);
		this.last = now;
	}

	/**
	 * Changes the bounds.
	 */
	void limit(double shortest, double longest) {
		this.shortest = shortest;
		this.longest = longest;
	}

	/**
	 * Takes what was seen since the last look into account.
	 * @param look what was seen
	 * @return the life to give from now on
	 */
	double look(Look look) {
		double elapsed = look.now() - this.last;
		if (elapsed <= 0) {
			return this.life;
		}
		this.last = look.now();
		double written = look.written() / elapsed;
		double weight = (this.looks < FIRST_LOOKS) ? FIRST_WEIGHT : WEIGHT;
		this.rate = Double.isNaN(this.rate) ? written : this.rate + weight * (written - this.rate);
		lookBack(elapsed, look);
		if (this.rate > 0) {
			this.filled = USED * look.memory() / this.rate;
			boolean known = this.looks >= FIRST_LOOKS;
			this.life = bounded(known ? nearer(elapsed, look) : Math.min(this.first, CAUTION * this.filled));
			this.looks++;
		}
		this.history.give(look.now(), this.life);
		this.history.forget(look.now(), Math.max(this.longest, this.life));
		return this.life;
	}

	/**
	 * The life to give.
	 */
	double life() {
		return this.life;
	}

	/**
	 * Whether there was anything to estimate it from.
	 */
	boolean isKnown() {
		return this.looks > 0;
	}

	/**
	 * How long it takes to write as much as there is memory.
	 */
	double filled() {
		return this.filled;
	}

	/**
	 * How long an entry lives that nobody reads: what was given to it, or less where the
	 * server evicts.
	 */
	double age() {
		double span = this.history.span(this.last, this.oldest);
		// what is kept was written, at this rate or a higher one
		return (this.rate > 0) ? Math.min(span, this.used / this.rate) : span;
	}

	/**
	 * What is written per second, on average.
	 */
	double rate() {
		return Double.isNaN(this.rate) ? 0 : this.rate;
	}

	private void lookBack(double elapsed, Look look) {
		boolean lost = look.used() < this.used / 2;
		this.used = look.used();
		if (this.rate > 0 && (this.looks < FIRST_LOOKS || lost || look.evicted() > 0)) {
			this.oldest = Math.min(this.oldest, this.used / this.rate);
		}
		this.oldest += elapsed * (1 - Math.min(2, evicted(elapsed, look)));
	}

	private double evicted(double elapsed, Look look) {
		return (this.rate > 0) ? look.evicted() / elapsed / this.rate : 0;
	}

	private double nearer(double elapsed, Look look) {
		double age = age();
		double wanted = age + (USED * look.memory() - look.used()) / this.rate;
		if (look.evicted() > 0) {
			double excess = EXCESS * Math.min(1, evicted(elapsed, look));
			wanted = Math.min(this.life, Math.min(wanted, age * (1 - excess)));
		}
		double change = Math.min(this.life, Math.max(-this.life / 2, Math.min(wanted, this.filled) - this.life));
		double next = this.life + change * Math.min(STEP, elapsed / this.life);
		return Math.min(next, Math.max(this.filled, this.life * (1 - STEP)));
	}

	private double bounded(double life) {
		return Math.min(this.longest, Math.max(this.shortest, life));
	}

	/**
	 * What was seen since the look before.
	 *
	 * @param now the time
	 * @param memory how much memory there is
	 * @param used how much of it is used
	 * @param written how much was written since the look before
	 * @param evicted how much was evicted since the look before
	 */
	record Look(double now, double memory, double used, double written, double evicted) {

	}

}
