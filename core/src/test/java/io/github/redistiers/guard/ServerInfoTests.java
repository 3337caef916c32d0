package io.github.redistiers.guard;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What servers tell, and what they leave out, garble or invent.
 */
class ServerInfoTests {

	@ParameterizedTest
	@ValueSource(strings = { "", "\r\n", "# Server", ":", ":::", "no colon at all", "a:", "\u0000\u0001", "run_id" })
	void survivesWhateverItIsGiven(String reply) {
		ServerInfo info = ServerInfo.parse(reply);
		assertThatExceptionOfType(UnknownFactException.class).isThrownBy(() -> info.text("run_id"))
			.withMessageContaining("run_id");
		assertThat(info.product()).isEqualTo("a server of unknown version");
	}

	@Test
	void readsFieldsAndPassesOverTheRest() {
		ServerInfo info = ServerInfo
			.parse("# Server\r\nrun_id:abc\r\nmaxmemory:10\r\n\r\nslave0:ip=::1,port=1,type=replica\r\nempty:\r\n");
		assertThat(info.text("run_id")).isEqualTo("abc");
		assertThat(info.number("maxmemory")).isEqualTo(10);
		assertThat(info.find("slave0")).isEqualTo("ip=::1,port=1,type=replica");
		assertThat(info.find("empty")).isEmpty();
		assertThat(info.find("absent")).isNull();
	}

	@Test
	void doesNotTakeAnEmptyFieldForAnAnswer() {
		assertThatExceptionOfType(UnknownFactException.class)
			.isThrownBy(() -> ServerInfo.parse("maxmemory_policy:\r\n").text("maxmemory_policy"));
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "many", "1.5", "99999999999999999999", "-", "9223372036854775807", "-9223372036854775808" })
	void doesNotTakeAGarbledNumberForAnAnswer(String value) {
		assertThatExceptionOfType(UnknownFactException.class)
			.isThrownBy(() -> ServerInfo.parse("maxmemory:" + value).number("maxmemory"))
			.withMessageContaining("maxmemory:" + value);
	}

	@ParameterizedTest
	@CsvSource({ "6.2.0,true", "6.2,true", "6.0.16,false", "5.0.7,false", "7.4.1,true", "8.0.2,true", "10.0.0,true",
			"6.2-rc1,true", "7,true", "255.255.255,true" })
	void comparesVersionsAsNumbers(String version, boolean enough) {
		assertThat(ServerInfo.parse("redis_version:" + version).isAtLeast(6, 2)).isEqualTo(enough);
	}

	@ParameterizedTest
	@ValueSource(strings = { "unknown", "vNext", "." })
	void doesNotKnowAVersionThatIsNone(String version) {
		assertThatExceptionOfType(UnknownFactException.class)
			.isThrownBy(() -> ServerInfo.parse("redis_version:" + version).isAtLeast(6, 2));
	}

	@Test
	void keepsNoMoreThanAServerTells() {
		String lines = "field:1\n".repeat(10);
		StringBuilder many = new StringBuilder(lines);
		for (int i = 0; i < 100_000; i++) {
			many.append("field").append(i).append(":1\n");
		}
		assertThat(ServerInfo.parse(many.toString()).fields()).hasSizeLessThanOrEqualTo(2000);
		assertThat(ServerInfo.parse("run_id:" + "x".repeat(1_000_000)).fields()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "many", "-" })
	void hasNoNumberWhereNoneIsTold(String value) {
		assertThat(ServerInfo.parse("hits:" + value).numberOrNaN("hits")).isNaN();
		assertThat(ServerInfo.parse("").numberOrNaN("hits")).isNaN();
	}

	@Test
	void callsValkeyByItsOwnName() {
		assertThat(ServerInfo.parse("redis_version:7.2.4\nvalkey_version:8.1.1").product()).isEqualTo("Valkey 8.1.1");
	}

}
