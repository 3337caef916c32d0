package io.github.redistiers.benchmarks;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests of {@link Series}.
 */
class SeriesTests {

	@Test
	void takesTheMiddleOfAnOddNumberOfRounds() {
		assertThat(series(9, 1, 2).median()).isEqualTo(2);
	}

	@Test
	void takesTheMeanOfTheTwoInTheMiddleOfAnEvenNumber() {
		assertThat(series(9, 1, 2, 4).median()).isEqualTo(3);
	}

	@Test
	void comparesRoundByRoundSoThatASlowRoundCancels() {
		Series base = series(100, 10, 100);
		assertThat(series(200, 20, 200).ratioTo(base)).isEqualTo(2);
		assertThat(series(105, 15, 105).above(base)).isEqualTo(5);
	}

	@Test
	void knowsWhatItsMedianHides() {
		assertThat(series(1, 2, 1).most()).isEqualTo(2);
	}

	@Test
	void refusesToInventAMedian() {
		assertThatIllegalStateException().isThrownBy(() -> new Series().median());
	}

	private static Series series(double... values) {
		Series series = new Series();
		for (double value : values) {
			series.add(value);
		}
		return series;
	}

}
