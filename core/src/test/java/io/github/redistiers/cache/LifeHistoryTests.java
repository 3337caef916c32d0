package io.github.redistiers.cache;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LifeHistoryTests {

	private static final double ALL = 1000;

	private final LifeHistory history = new LifeHistory(100);

	@Test
	void spansTheLifeThatIsAlwaysGiven() {
		assertThat(this.history.span(0, ALL)).isEqualTo(100);
		assertThat(this.history.span(5000, ALL)).isEqualTo(100);
		assertThat(this.history.span(5000, 30)).isEqualTo(30);
	}

	@Test
	void growsWithALongerLifeOnlyOnceTheFormerOneHasExpired() {
		this.history.give(0, 300);
		assertThat(this.history.span(0, ALL)).isEqualTo(100);
		assertThat(this.history.span(60, ALL)).isEqualTo(100);
		assertThat(this.history.span(100, ALL)).isEqualTo(100);
		assertThat(this.history.span(200, ALL)).isEqualTo(200);
		assertThat(this.history.span(300, ALL)).isEqualTo(300);
		assertThat(this.history.span(900, ALL)).isEqualTo(300);
	}

	@Test
	void shrinksWithAShorterLifeAsTheFormerOneExpires() {
		this.history.give(0, 20);
		assertThat(this.history.span(0, ALL)).isEqualTo(100);
		assertThat(this.history.span(20, ALL)).isEqualTo(100);
		assertThat(this.history.span(60, ALL)).isEqualTo(60);
		assertThat(this.history.span(90, ALL)).isEqualTo(30);
		assertThat(this.history.span(100, ALL)).isEqualTo(20);
		assertThat(this.history.span(900, ALL)).isEqualTo(20);
	}

	@Test
	void forgetsOnlyWhatMattersNoMore() {
		this.history.give(0, 300);
		this.history.give(50, 20);
		this.history.forget(200, ALL);
		assertThat(this.history.span(200, ALL)).isEqualTo(70);
		this.history.forget(2000, ALL);
		assertThat(this.history.span(2000, ALL)).isEqualTo(20);
	}

}
