package io.github.redistiers.connection;

import io.lettuce.core.RedisCredentialsProvider;
import io.lettuce.core.StaticCredentialsProvider;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisPassword;
import org.springframework.data.redis.connection.RedisSentinelConfiguration;
import org.springframework.data.redis.connection.lettuce.RedisCredentialsProviderFactory;

/**
 * The users and passwords that a configuration has, told at once. With plain ones Lettuce
 * waits for a thread of the common pool before it authenticates, and an application that
 * waits for the tier on all of these would wait for itself.
 */
final class ConfiguredCredentials implements RedisCredentialsProviderFactory {

	@Override
	public @Nullable RedisCredentialsProvider createCredentialsProvider(RedisConfiguration configuration) {
		RedisPassword password = RedisConfiguration.getPasswordOrElse(configuration, RedisPassword::none);
		if (!password.isPresent()) {
			return RedisCredentialsProviderFactory.super.createCredentialsProvider(configuration);
		}
		return provider(RedisConfiguration.getUsernameOrElse(configuration, () -> ""), password);
	}

	@Override
	public RedisCredentialsProvider createSentinelCredentialsProvider(RedisSentinelConfiguration configuration) {
		RedisPassword password = configuration.getSentinelPassword();
		if (!password.isPresent()) {
			return RedisCredentialsProviderFactory.super.createSentinelCredentialsProvider(configuration);
		}
		return provider(configuration.getSentinelUsername(), password);
	}

	private static RedisCredentialsProvider provider(@Nullable String username, RedisPassword password) {
		return new StaticCredentialsProvider((username == null || username.isEmpty()) ? null : username,
				password.get());
	}

}
