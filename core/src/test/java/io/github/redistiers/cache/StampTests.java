package io.github.redistiers.cache;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class StampTests {

	private static final byte[] VALUE = bytes("{\"id\":1}");

	@ParameterizedTest
	@ValueSource(longs = { 0, 1, 1_700_000_000_000L, (1L << 48) - 1 })
	void comesBackWithTheValue(long written) {
		for (int draw : new int[] { 0, 1, 255, 256, Stamp.DRAWS - 1 }) {
			Stamp stamp = new Stamp(written, draw);
			byte[] stored = stamp.putBefore(VALUE);
			assertThat(Stamp.of(stored)).isEqualTo(stamp);
			assertThat(Stamp.removedFrom(stored)).isEqualTo(VALUE);
			assertThat(stored).hasSize(VALUE.length + 9);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "@", "@1234567", "{\"id\":1}", "null", "~0123456789abcdef", "\"@123456789\"", " 1" })
	void isNotFoundWhereThereIsNone(String stored) {
		assertThat(Stamp.of(bytes(stored))).isNull();
		assertThat(Stamp.removedFrom(bytes(stored))).isEqualTo(bytes(stored));
	}

	@Test
	void standsBeforeAnEmptyValueToo() {
		byte[] stored = new Stamp(1, 2).putBefore(new byte[0]);
		assertThat(Stamp.of(stored)).isEqualTo(new Stamp(1, 2));
		assertThat(Stamp.removedFrom(stored)).isEmpty();
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

}
