package io.github.redistiers.connection;

import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Connections to a tier's servers beside those that the application uses, for commands
 * that would hold up everybody else's.
 *
 * @since 0.1.0
 */
public final class SeparateConnections {

	private SeparateConnections() {
	}

	/**
	 * Makes a started factory of connections to the same primaries, with the same
	 * credentials, TLS settings and time limits, and on the same event loops where the
	 * factory is a tier's. It has no pool, no circuit breakers and no names for failures,
	 * and connects with the first call.
	 * @param factory a started factory
	 * @return a factory that the caller destroys, before the other
	 * @throws IllegalStateException if the factory is not Lettuce's
	 */
	public static LettuceConnectionFactory beside(RedisConnectionFactory factory) {
		if (factory instanceof TierConnectionFactory tier) {
			return started(new TierConnectionFactory(
					tier.getSettings().beside(tier.getRequiredNativeClient().getResources())));
		}
		if (factory instanceof LettuceConnectionFactory lettuce) {
			return started(new LettuceConnectionFactory(configuration(lettuce), lettuce.getClientConfiguration()));
		}
		throw new IllegalStateException("The store tier needs a Lettuce connection factory for this, and "
				+ factory.getClass().getName() + " is none");
	}

	private static RedisConfiguration configuration(LettuceConnectionFactory factory) {
		if (factory.getClusterConfiguration() != null) {
			return factory.getClusterConfiguration();
		}
		if (factory.getSentinelConfiguration() != null) {
			return factory.getSentinelConfiguration();
		}
		return (factory.getSocketConfiguration() != null) ? factory.getSocketConfiguration()
				: factory.getStandaloneConfiguration();
	}

	private static LettuceConnectionFactory started(LettuceConnectionFactory factory) {
		factory.afterPropertiesSet();
		factory.start();
		return factory;
	}

}
