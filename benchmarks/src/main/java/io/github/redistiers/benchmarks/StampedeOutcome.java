package io.github.redistiers.benchmarks;

/**
 * What a stampede did, in one JVM or in several.
 *
 * @param calls how often the source was asked
 * @param micros when the last caller had its value, in microseconds after the start
 */
record StampedeOutcome(long calls, long micros) {

	StampedeOutcome and(StampedeOutcome other) {
		return new StampedeOutcome(this.calls + other.calls, Math.max(this.micros, other.micros));
	}

	/**
	 * As text, for another JVM.
	 */
	String text() {
		return this.calls + " " + this.micros;
	}

	static StampedeOutcome of(String text) {
		String[] parts = text.split(" ");
		return new StampedeOutcome(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
	}

}
