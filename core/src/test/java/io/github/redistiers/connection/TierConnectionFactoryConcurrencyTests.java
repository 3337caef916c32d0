package io.github.redistiers.connection;

import java.util.stream.IntStream;

import io.github.redistiers.devservices.RedisServer;
import org.junit.jupiter.api.Test;

import org.springframework.data.redis.RedisConnectionFailureException;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class TierConnectionFactoryConcurrencyTests {

	/**
	 * The refusal may be there before the thread that connects has seen its connection.
	 */
	@Test
	void namesWrongCredentialsHoweverFastTheServerRefusesThem() {
		try (RedisServer secured = RedisServer.builder().password("secret").start()) {
			RedisStandaloneConfiguration configuration = new RedisStandaloneConfiguration(secured.host(),
					secured.port());
			configuration.setPassword("hunter2");
			assertThat(IntStream.range(0, 600).parallel().mapToObj((round) -> refusal(configuration)))
				.allSatisfy((message) -> assertThat(message).contains("redis-tiers.store.password"));
		}
	}

	private static String refusal(RedisStandaloneConfiguration configuration) {
		try (TestTier store = TestTier.store(configuration, (settings) -> settings.eager(false))) {
			return String.valueOf(catchThrowableOfType(RedisConnectionFailureException.class,
					() -> store.factory().getConnection().ping())
				.getMessage());
		}
	}

}
