package io.github.redistiers.connection;

import io.lettuce.core.RedisCredentialsProvider;
import io.lettuce.core.RedisCredentialsProvider.ImmediateRedisCredentialsProvider;
import io.lettuce.core.StaticCredentialsProvider;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisPassword;
import org.springframework.data.redis.connection.RedisSentinelConfiguration;
import org.springframework.data.redis.connection.lettuce.RedisCredentialsProviderFactory;

/**
 * The users and passwords that a configuration has, told at once. Of others Lettuce waits
 * for a thread of the common pool before it authenticates, and an application that waits
 * for the tier on all of these would wait for itself.
 */
final class ConfiguredCredentials implements RedisCredentialsProviderFactory {

	private static final ImmediateRedisCredentialsProvider NOBODY = () -> AbsentRedisCredentials.ANONYMOUS;

	@Override
	public RedisCredentialsProvider createCredentialsProvider(RedisConfiguration configuration) {
		return provider(RedisConfiguration.getUsernameOrElse(configuration, () -> ""),
				RedisConfiguration.getPasswordOrElse(configuration, RedisPassword::none));
	}

	@Override
	public RedisCredentialsProvider createSentinelCredentialsProvider(RedisSentinelConfiguration configuration) {
		return provider(configuration.getSentinelUsername(), configuration.getSentinelPassword());
	}

	private static RedisCredentialsProvider provider(@Nullable String username, RedisPassword password) {
		if (!password.isPresent()) {
			return NOBODY;
		}
		return new StaticCredentialsProvider((username == null || username.isEmpty()) ? null : username,
				password.get());
	}

}
