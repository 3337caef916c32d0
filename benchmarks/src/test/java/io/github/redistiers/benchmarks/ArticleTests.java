package io.github.redistiers.benchmarks;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class ArticleTests {

	/**
	 * As many as raw Lettuce reads and writes beside it.
	 */
	@ParameterizedTest
	@ValueSource(ints = { 0, 1999, 99_999 })
	void takesFiveHundredBytesAsJson(int number) {
		assertThat(JsonMapper.shared().writeValueAsBytes(Article.of(number))).hasSizeBetween(490, 510);
	}

}
