package io.github.redistiers.benchmarks;

import java.util.Locale;

/**
 * What one clear of a cache cost, in milliseconds.
 *
 * @param waits how long the caller waits
 * @param back when the memory is back, after the call began
 * @param worst the longest call of another client until then
 * @param quiet its longest call in as long a time before
 */
record ClearCost(double waits, double back, double worst, double quiet) {

	@Override
	public String toString() {
		return String.format(Locale.ROOT,
				"%,.1f ms, memory back after %,.0f ms, another's worst call %.1f, before %.1f", this.waits, this.back,
				this.worst, this.quiet);
	}

}
