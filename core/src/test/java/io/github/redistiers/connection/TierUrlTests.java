package io.github.redistiers.connection;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TierUrlTests {

	@Test
	void takes6379WhereThereIsNoPort() {
		assertThat(TierUrl.parse("redis://host")).isEqualTo(new TierUrl(false, "host", 6379, null, null, 0));
	}

	@Test
	void takesEverythingThatAUrlCanSay() {
		assertThat(TierUrl.parse("rediss://user:secret@host:7000/3"))
			.isEqualTo(new TierUrl(true, "host", 7000, "user", "secret", 3));
	}

	@ParameterizedTest
	@CsvSource({ "redis://secret@host, , secret", "redis://:secret@host, , secret",
			"redis://user:p%40s%2Fs%3A+@host, user, p@s/s:+", "redis://user:p@ss@host, user, p@ss",
			"redis://us%65r:se:cret@host, user, se:cret" })
	void takesCredentials(String url, String username, String password) {
		assertThat(TierUrl.parse(url).username()).isEqualTo(username);
		assertThat(TierUrl.parse(url).password()).isEqualTo(password);
	}

	@ParameterizedTest
	@CsvSource({ "redis://redis_cache:7000/, redis_cache, 7000", "redis://[::1]:7000, ::1, 7000",
			"redis://[::1], ::1, 6379", "' redis://host:7000 ', host, 7000" })
	void takesHostsThatOtherParsersRefuse(String url, String host, int port) {
		assertThat(TierUrl.parse(url).host()).isEqualTo(host);
		assertThat(TierUrl.parse(url).port()).isEqualTo(port);
	}

	@ParameterizedTest
	@CsvSource({ "host:6379, whose scheme is neither redis nor rediss",
			"host, whose scheme is neither redis nor rediss", "http://host, whose scheme is neither redis nor rediss",
			"redis://, which is not a URL", "redis:///0, which names no host",
			"redis://user:secret@, which names no host", "redis://:7000, which names no host",
			"redis://host:port, whose port is not a number from 1 to 65535",
			"redis://host:0, whose port is not a number from 1 to 65535",
			"redis://host:65536, whose port is not a number from 1 to 65535",
			"redis://host:, whose port is not a number from 1 to 65535",
			"redis://host/zero, whose database is not a number", "redis://host/0/1, whose database is not a number",
			"redis://host/-1, whose database is not a number",
			"redis://host?timeout=1s, which has more after the database's number",
			"redis://user:se cret@host, which is not a URL", "redis://::1, which names no host" })
	void saysWhatIsWrong(String url, String reason) {
		assertThatIllegalArgumentException().isThrownBy(() -> TierUrl.parse(url)).withMessage(reason).withNoCause();
	}

	@ParameterizedTest
	@ValueSource(strings = { "redis://user:secret@host", "redis://user:sec/ret@host", "redis:/user:secret@host",
			"redis://secret@host", "user:secret@host", "redis://user:secret@more@host", "secret@host://x" })
	void masksPasswords(String url) {
		assertThat(TierUrl.masked(url)).contains("***").doesNotContain("sec").doesNotContain("more").contains("host");
	}

	@Test
	void keepsSecretsToItself() {
		assertThat(TierUrl.parse("rediss://user:secret@host/1")).hasToString("rediss://host:6379");
	}

	@Test
	void showsTheRestOfAMaskedUrl() {
		assertThat(TierUrl.masked("redis://user:secret@host:x/1")).isEqualTo("redis://user:***@host:x/1");
		assertThat(TierUrl.masked("redis://host:x/1")).isEqualTo("redis://host:x/1");
	}

}
