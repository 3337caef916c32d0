package io.github.redistiers.connection;

import java.time.Duration;

import io.lettuce.core.ClientOptions;

import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * How long the commands of a connection factory are waited for.
 *
 * @param time how long
 * @param isKept whether each command ends by itself when that time is over. Who waits for
 * one then needs no timer beside it, which costs a virtual thread more than the wait
 * @since 0.1.0
 */
public record CommandLimit(Duration time, boolean isKept) {

	/**
	 * The limit of a connection factory.
	 * @param factory the factory
	 * @param otherwise how long if the factory is not Lettuce's
	 * @return its limit
	 */
	public static CommandLimit of(RedisConnectionFactory factory, Duration otherwise) {
		if (!(factory instanceof LettuceConnectionFactory lettuce)) {
			return new CommandLimit(otherwise, false);
		}
		LettuceClientConfiguration client = lettuce.getClientConfiguration();
		boolean isKept = client.getClientOptions()
			.map(ClientOptions::getTimeoutOptions)
			.filter((options) -> options.isTimeoutCommands() && RelaxedTimeouts.areOff(options))
			.isPresent();
		return new CommandLimit(client.getCommandTimeout(), isKept);
	}

}
