package io.github.redistiers.benchmarks;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Keys as users ask for them: a few often, most hardly ever. Drawn beforehand, so that
 * drawing costs nothing; which keys are the popular ones is shuffled.
 */
final class Zipf {

	private static final int DRAWN = 1 << 20;

	private final int[] drawn = new int[DRAWN];

	Zipf(int keys, double exponent) {
		Random random = new Random(42);
		int[] byPopularity = random.ints(0, Integer.MAX_VALUE).distinct().limit(keys).toArray();
		int[] sorted = byPopularity.clone();
		Arrays.sort(sorted);
		double[] cumulated = new double[keys];
		double sum = 0;
		for (int rank = 0; rank < keys; rank++) {
			sum += 1 / Math.pow(rank + 1, exponent);
			cumulated[rank] = sum;
		}
		for (int i = 0; i < DRAWN; i++) {
			int found = Arrays.binarySearch(cumulated, random.nextDouble() * sum);
			int rank = Math.min((found >= 0) ? found : -found - 1, keys - 1);
			this.drawn[i] = Arrays.binarySearch(sorted, byPopularity[rank]);
		}
	}

	int next() {
		return this.drawn[ThreadLocalRandom.current().nextInt(DRAWN)];
	}

}
