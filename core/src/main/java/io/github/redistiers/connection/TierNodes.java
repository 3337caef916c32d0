package io.github.redistiers.connection;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * The servers of a tier, each to be asked by itself.
 *
 * @since 0.1.0
 */
public final class TierNodes {

	private TierNodes() {
	}

	/**
	 * Finds the servers behind a tier's address: the one of a standalone tier, the listed
	 * ones of a static primary/replica tier, the primary and the replicas that Sentinel
	 * knows, every primary and every replica of a cluster. Of a connection factory that
	 * is not Lettuce's the one that it is connected to.
	 * @param tier whose servers
	 * @return at least one
	 * @throws NodeUnreachableException if Sentinel or the cluster cannot be asked
	 */
	public static List<TierNode> of(RedisTier tier) {
		if (tier.connectionFactory() instanceof TierConnectionFactory factory) {
			return factory.nodes();
		}
		if (tier.connectionFactory() instanceof LettuceConnectionFactory factory) {
			TierSettings settings = settings(tier, factory);
			if (settings != null) {
				return new LettuceNodes(settings, factory.getClientConfiguration(),
						factory.getRequiredNativeClient().getResources())
					.find();
			}
		}
		return List.of(new SpringDataNode(tier));
	}

	/**
	 * The settings of an application's own factory, if it tells enough.
	 */
	private static @Nullable TierSettings settings(RedisTier tier, LettuceConnectionFactory factory) {
		RedisConfiguration configuration = configuration(factory);
		return (configuration != null) ? TierSettings.builder(tier.name(), tier.role(), configuration).build() : null;
	}

	private static @Nullable RedisConfiguration configuration(LettuceConnectionFactory factory) {
		if (factory.isClusterAware()) {
			return factory.getClusterConfiguration();
		}
		if (factory.isRedisSentinelAware()) {
			return factory.getSentinelConfiguration();
		}
		// Asked through the factory, a replica would answer. A factory of nodes that are
		// listed by hand shows the default address.
		boolean isStandalone = factory.getSocketConfiguration() == null && !isDefault(factory);
		return (isStandalone && factory.getClientConfiguration().getReadFrom().isPresent())
				? factory.getStandaloneConfiguration() : null;
	}

	private static boolean isDefault(LettuceConnectionFactory factory) {
		return factory.getHostName().equals("localhost") && factory.getPort() == 6379;
	}

}
