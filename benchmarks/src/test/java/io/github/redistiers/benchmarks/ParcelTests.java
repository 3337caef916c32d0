package io.github.redistiers.benchmarks;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class ParcelTests {

	@ParameterizedTest
	@ValueSource(ints = { 0, 1999, 9_999_999 })
	void takesAsManyBytesAsJsonAsIsAsked(int number) {
		assertThat(JsonMapper.shared().writeValueAsBytes(Parcel.of(number, 300))).hasSize(300);
		assertThat(JsonMapper.shared().writeValueAsBytes(Parcel.of(number, 200))).hasSize(200);
	}

}
