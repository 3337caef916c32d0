package io.github.redistiers.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What one variant reached in each round.
 */
final class Series {

	private final List<Double> values = new ArrayList<>();

	void add(double value) {
		this.values.add(value);
	}

	double median() {
		return median(this.values);
	}

	/**
	 * The value that so many percent do not exceed.
	 */
	double percentile(int percent) {
		List<Double> sorted = new ArrayList<>(this.values);
		Collections.sort(sorted);
		return sorted.get((sorted.size() * percent + 99) / 100 - 1);
	}

	double last() {
		return this.values.get(this.values.size() - 1);
	}

	/**
	 * The highest value, which a median hides.
	 */
	double most() {
		return this.values.stream()
			.max(Double::compare)
			.orElseThrow(() -> new IllegalStateException("A series without a measurement has no highest value"));
	}

	/**
	 * The median of the rounds' ratios, so that noise of a whole round cancels.
	 * @param base the variant that counts as 1, measured in the same rounds
	 * @return this series against the base
	 */
	double ratioTo(Series base) {
		List<Double> ratios = new ArrayList<>();
		for (int round = 0; round < this.values.size(); round++) {
			ratios.add(this.values.get(round) / base.values.get(round));
		}
		return median(ratios);
	}

	/**
	 * The median of the rounds' differences.
	 * @param base the variant to subtract, measured in the same rounds
	 * @return this series less the base
	 */
	double above(Series base) {
		List<Double> differences = new ArrayList<>();
		for (int round = 0; round < this.values.size(); round++) {
			differences.add(this.values.get(round) - base.values.get(round));
		}
		return median(differences);
	}

	private static double median(List<Double> values) {
		if (values.isEmpty()) {
			throw new IllegalStateException("A series without a measurement has no median");
		}
		List<Double> sorted = new ArrayList<>(values);
		Collections.sort(sorted);
		int middle = sorted.size() / 2;
		return (sorted.size() % 2 == 1) ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
	}

}
