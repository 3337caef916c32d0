package io.github.redistiers.test.slice;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What two components promise. The tests ask with a cache that remembers and with one
 * that forgets.
 */
final class Habits {

	private Habits() {
	}

	static void keepPrices(Prices prices) {
		assertThat(prices.of("tea")).isZero();
		assertThat(prices.raise("tea", 3)).isEqualTo(3);
		assertThat(prices.of("tea")).isEqualTo(3);
		assertThat(prices.of("tea")).isEqualTo(3);
		assertThat(prices.sharedOf("tea")).isEqualTo(3);
		assertThat(prices.raise("tea", 2)).isEqualTo(5);
		assertThat(prices.sharedOf("tea")).isEqualTo(5);
		prices.forget("tea");
		assertThat(prices.of("tea")).isZero();
		assertThat(prices.sharedOf("tea")).isZero();
	}

	static void keepTallies(Tallies tallies) {
		assertThat(tallies.add("door")).isEqualTo(1);
		assertThat(tallies.add("door")).isEqualTo(2);
		assertThat(tallies.add("door")).isEqualTo(3);
	}

}
