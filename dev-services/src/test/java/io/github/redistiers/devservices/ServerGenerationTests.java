package io.github.redistiers.devservices;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ServerGenerationTests {

	private static final String PROPERTY = "redis-tiers.test.generations";

	private final String before = System.getProperty(PROPERTY, "");

	@AfterEach
	void restore() {
		System.setProperty(PROPERTY, this.before);
	}

	@Test
	void testsTheFloorByDefault() {
		System.clearProperty(PROPERTY);
		assertThat(ServerGeneration.underTest()).containsExactly(ServerGeneration.REDIS_6_2);
	}

	@Test
	void testsWhatThePropertyListsInItsOrder() {
		System.setProperty(PROPERTY, "VALKEY_8_1, REDIS_7_0");
		assertThat(ServerGeneration.underTest()).containsExactly(ServerGeneration.VALKEY_8_1,
				ServerGeneration.REDIS_7_0);
	}

	@Test
	void refusesAnUnknownName() {
		System.setProperty(PROPERTY, "REDIS_5");
		assertThatIllegalArgumentException().isThrownBy(ServerGeneration::underTest)
			.withMessageContaining("REDIS_5")
			.withMessageContaining("REDIS_6_2");
	}

	@Test
	void tellsValkeyFromTheRedisThatItClaimsToBe() {
		String valkey = "# Server\r\nredis_version:7.2.4\r\nserver_name:valkey\r\nvalkey_version:8.1.1\r\n";
		assertThat(ServerGeneration.VALKEY_8_1.matches(valkey)).isTrue();
		assertThat(ServerGeneration.REDIS_7_0.matches(valkey)).isFalse();
		assertThat(ServerGeneration.REDIS_7_0.matches("redis_version:7.0.15\r\n")).isTrue();
	}

}
