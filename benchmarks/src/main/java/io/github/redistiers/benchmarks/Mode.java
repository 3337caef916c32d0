package io.github.redistiers.benchmarks;

import java.util.Locale;

import org.openjdk.jmh.runner.options.TimeValue;

/**
 * How long a run takes.
 */
enum Mode {

	/** One of everything, to see that it all runs; its figures mean nothing. */
	SMOKE(1, 1, 1000, 1, TimeValue.milliseconds(100), TimeValue.milliseconds(100)),

	SHORT(2, 3, 100_000, 12, TimeValue.seconds(1), TimeValue.seconds(2)),

	FULL(5, 11, 100_000, 12, TimeValue.seconds(1), TimeValue.seconds(2));

	private final int rounds;

	private final int starts;

	private final int keys;

	private final int warmUps;

	private final TimeValue warmUpTime;

	private final TimeValue time;

	Mode(int rounds, int starts, int keys, int warmUps, TimeValue warmUpTime, TimeValue time) {
		this.rounds = rounds;
		this.starts = starts;
		this.keys = keys;
		this.warmUps = warmUps;
		this.warmUpTime = warmUpTime;
		this.time = time;
	}

	/**
	 * How often each variant of an operation is measured, in turn with the others.
	 * @return the number of rounds
	 */
	int rounds() {
		return this.rounds;
	}

	/**
	 * How often what takes a while is measured: a start, a stampede.
	 * @return the number of starts
	 */
	int starts() {
		return this.starts;
	}

	/**
	 * How many keys a measured cache holds.
	 * @return the number of keys
	 */
	int keys() {
		return this.keys;
	}

	/**
	 * How many warm-ups there are before a measurement. The more code an operation runs
	 * through, the longer two cores need to compile it beside the load: increments of
	 * eight threads still got faster after eight seconds, those of raw Lettuce no more
	 * after three, and figures taken then are wrong by a factor of 3.
	 * @return the number of warm-ups
	 */
	int warmUps() {
		return this.warmUps;
	}

	/**
	 * How long one warm-up takes.
	 * @return the time
	 */
	TimeValue warmUpTime() {
		return this.warmUpTime;
	}

	/**
	 * How long one measurement takes, after the warm-ups.
	 * @return the time
	 */
	TimeValue time() {
		return this.time;
	}

	static Mode of(String... arguments) {
		return (arguments.length == 0) ? SHORT : valueOf(arguments[0].toUpperCase(Locale.ROOT));
	}

}
