package io.github.redistiers.cache;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CacheKeyTextTests {

	private static final String LONGEST = "k".repeat(CacheKeyText.LONGEST);

	@Test
	void readsAsTheKeyDoes() {
		assertThat(CacheKeyText.of("a key")).isEqualTo("a key");
		assertThat(CacheKeyText.of(1L)).isEqualTo("1");
		assertThat(CacheKeyText.of(List.of("a", 1))).isEqualTo("[\"a\",1]");
		assertThat(CacheKeyText.of(LONGEST)).isEqualTo(LONGEST);
	}

	@Test
	void isTheDigestOfALongKey() {
		String digest = CacheKeyText.of(LONGEST + "k");
		assertThat(digest).matches("sha256:[0-9a-f]{64}").isEqualTo(CacheKeyText.of(LONGEST + "k"));
		assertThat(CacheKeyText.of(LONGEST + "l")).matches("sha256:[0-9a-f]{64}").isNotEqualTo(digest);
		assertThat(CacheKeyText.of(List.of(LONGEST))).matches("sha256:[0-9a-f]{64}").isNotEqualTo(digest);
		assertThat(CacheKeyText.of(Map.of(LONGEST + "k", 1))).isNotEqualTo(CacheKeyText.of(Map.of(digest, 1)));
	}

	@Test
	void isNotToBeForged() {
		String digest = CacheKeyText.of(LONGEST + "k");
		assertThat(CacheKeyText.of(digest)).isNotEqualTo(digest);
	}

}
