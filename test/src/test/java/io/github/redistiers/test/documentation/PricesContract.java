package io.github.redistiers.test.documentation;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

abstract class PricesContract {

	@Autowired
	private Prices prices;

	@Test
	void stayTheSame() {
		assertThat(this.prices.of("tea")).isEqualTo(3);
		assertThat(this.prices.of("tea")).isEqualTo(3);
	}

}
