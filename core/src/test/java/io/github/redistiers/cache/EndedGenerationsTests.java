package io.github.redistiers.cache;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class EndedGenerationsTests {

	private static final String ONE = "1a2b3c4d-0123456789abcdef";

	private static final String TWO = "1a2b3c4d-0123456789abcdee";

	private final EndedGenerations ended = new EndedGenerations();

	@Test
	void containsTheKeysOfItsGenerationsAlone() {
		add("shop:cache:products:", ONE);
		assertThat(contains("shop:cache:products:" + ONE + ":a key")).isTrue();
		assertThat(contains("shop:cache:products:" + ONE + ":")).isTrue();
		assertThat(contains("shop:cache:products:" + ONE)).isFalse();
		assertThat(contains("shop:cache:products:" + ONE + "0:a")).isFalse();
		assertThat(contains("shop:cache:products:" + TWO + ":a")).isFalse();
		assertThat(contains("shop:cache:product:" + ONE + ":a")).isFalse();
		assertThat(contains("shop:cache:products2:" + ONE + ":a")).isFalse();
		assertThat(contains("shop:cache:texts:" + ONE + ":a")).isFalse();
		assertThat(contains("ashop:cache:products:" + ONE + ":a")).isFalse();
		assertThat(contains("")).isFalse();
	}

	@Test
	void comparesBytes() {
		add("sh\u00f6p:cache:\u30c6:", ONE);
		assertThat(contains("sh\u00f6p:cache:\u30c6:" + ONE + ":\ud83c\udf75")).isTrue();
		assertThat(contains("sh\ufffdp:cache:\u30c6:" + ONE + ":a")).isFalse();
		byte[] invalid = ("sh\u00f6p:cache:\u30c6:" + ONE + ":a").getBytes(StandardCharsets.ISO_8859_1);
		assertThat(this.ended.contains(invalid)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "b", "*", "0123", "0123456789ABCDEF", "0123456789abcdef:b", "0123456789abcdef\n" })
	void takesNoIdThatIsNotOurs(String id) {
		add("shop:cache:a:", id);
		assertThat(this.ended.isEmpty()).isTrue();
	}

	@Test
	void escapesWhatAPatternWouldUnderstand() {
		add("s*p?:[a]\\:cache:^a-b:", ONE);
		assertThat(pattern()).isEqualTo("s\\*p\\?:\\[a\\]\\\\:cache:^a-b:" + ONE + ":*");
	}

	@Test
	void asksForWhatItsGenerationsHaveInCommon() {
		add("shop:cache:a:", ONE);
		add("shop:cache:a:", TWO);
		assertThat(pattern()).isEqualTo("shop:cache:a:1a2b3c4d-0123456789abcde*");
		add("shop:cache:b:", ONE);
		assertThat(pattern()).isEqualTo("shop:cache:*");
		add("other:cache:b:", ONE);
		assertThat(pattern()).isEqualTo("*");
	}

	@Test
	void isBounded() {
		for (int i = 0; i < EndedGenerations.BOUND + 10; i++) {
			add("shop:cache:a:", String.format("%016x", i));
		}
		assertThat(contains("shop:cache:a:" + String.format("%016x", EndedGenerations.BOUND - 1) + ":k")).isTrue();
		assertThat(contains("shop:cache:a:" + String.format("%016x", EndedGenerations.BOUND) + ":k")).isFalse();
	}

	private void add(String prefix, String id) {
		this.ended.add(bytes(prefix), bytes(id));
	}

	private boolean contains(String key) {
		return this.ended.contains(bytes(key));
	}

	private String pattern() {
		return new String(this.ended.pattern(), StandardCharsets.UTF_8);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
