package io.github.redistiers.connection;

import java.lang.reflect.Method;
import java.time.Duration;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.TimeoutOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.util.ReflectionUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RelaxedTimeouts}, on each version of Lettuce.
 */
class RelaxedTimeoutsTests {

	private static final RedisStandaloneConfiguration NOWHERE = new RedisStandaloneConfiguration("127.0.0.1", 1);

	/**
	 * Lettuce 7's; {@code null} with Lettuce 6, whose commands always end in time.
	 */
	private static final @Nullable Method ADDED = ReflectionUtils.findMethod(TimeoutOptions.class, "getRelaxedTimeout");

	@Test
	void areOffOnATier() {
		for (TestTier tier : new TestTier[] { TestTier.store("127.0.0.1", 1), TestTier.cache("127.0.0.1", 1) }) {
			try (tier) {
				TimeoutOptions options = tier.factory()
					.getClientConfiguration()
					.getClientOptions()
					.map(ClientOptions::getTimeoutOptions)
					.orElseThrow();
				assertThat(options.isTimeoutCommands()).isTrue();
				assertThat(added(options)).isNegative();
				assertThat(CommandLimit.of(tier.factory(), Duration.ZERO).isKept()).isTrue();
			}
		}
	}

	@Test
	void letTheLimitOfAnotherFactoryBeExceeded() {
		assertThat(limit(TimeoutOptions.enabled()).isKept()).isEqualTo(ADDED == null);
		assertThat(limit(RelaxedTimeouts.off(TimeoutOptions.builder()).timeoutCommands().connectionTimeout().build())
			.isKept()).isTrue();
		assertThat(limit(TimeoutOptions.create()).isKept()).as("no limit").isFalse();
	}

	private static CommandLimit limit(TimeoutOptions options) {
		return CommandLimit.of(new LettuceConnectionFactory(NOWHERE,
				LettuceClientConfiguration.builder()
					.clientOptions(ClientOptions.builder().timeoutOptions(options).build())
					.build()),
				Duration.ZERO);
	}

	private static Duration added(TimeoutOptions options) {
		Object added = (ADDED != null) ? ReflectionUtils.invokeMethod(ADDED, options) : null;
		return (added instanceof Duration time) ? time : Duration.ofMillis(-1);
	}

}
