package io.github.redistiers.connection;

import java.time.Duration;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.event.ClusterTopologyChangedEvent;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Tells when a tier's cluster is another than it was.
 *
 * @since 0.1.0
 */
public final class TierTopology {

	/**
	 * Lettuce's own limit since version 7. Before it was 30 seconds, for which a promoted
	 * replica could stay unknown.
	 */
	private static final Duration ONCE_WITHIN = Duration.ofSeconds(5);

	private TierTopology() {
	}

	/**
	 * How tiers look up a cluster: on each redirection, lost connection and unknown node,
	 * once within five seconds.
	 * @return options to be added to
	 */
	public static ClusterTopologyRefreshOptions.Builder refreshOnOccasion() {
		return ClusterTopologyRefreshOptions.builder()
			.enableAllAdaptiveRefreshTriggers()
			.adaptiveRefreshTriggersTimeout(ONCE_WITHIN);
	}

	/**
	 * Has somebody hear when a tier's connections have learnt that nodes of their cluster
	 * were added or are gone, that others are primaries, or that slots have moved. They
	 * learn it from a command that is sent on, from a connection that is lost, and at the
	 * interval {@code lettuce.cluster.refresh.period} if there is one.
	 * @param tier the tier; nothing is heard of one that is not Lettuce's or no cluster
	 * @param changed called on a thread on which nothing may block
	 */
	public static void listen(RedisTier tier, Runnable changed) {
		AbstractRedisClient client = (tier.connectionFactory() instanceof LettuceConnectionFactory factory
				&& factory.isClusterAware()) ? factory.getNativeClient() : null;
		if (client != null) {
			client.getResources()
				.eventBus()
				.get()
				.filter(ClusterTopologyChangedEvent.class::isInstance)
				.subscribe((event) -> changed.run());
		}
	}

}
