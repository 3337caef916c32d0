package io.github.redistiers.connection;

import java.util.concurrent.atomic.LongAdder;

import io.lettuce.core.resource.ClientResources;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * What this process knows of its own connections to a tier.
 *
 * @since 0.1.0
 */
public final class TierClientStatistics {

	private final RedisTier tier;

	private final LongAdder reconnects = new LongAdder();

	private TierClientStatistics(RedisTier tier) {
		this.tier = tier;
	}

	/**
	 * Begins to count.
	 * @param tier whose connections
	 * @return the statistics
	 */
	public static TierClientStatistics of(RedisTier tier) {
		TierClientStatistics statistics = new TierClientStatistics(tier);
		TierReconnects.listen(tier, statistics.reconnects::increment);
		return statistics;
	}

	/**
	 * How many commands were sent and wait for their answers, about.
	 * @return the number, or {@link Double#NaN} if the tier's client resources are the
	 * application's own
	 */
	public double pendingCommands() {
		return (resources() instanceof TierClientResources own) ? own.channels().pendingCommands() : Double.NaN;
	}

	/**
	 * How often a connection came back that had been lost.
	 * @return the number, since counting began
	 */
	public long reconnects() {
		return this.reconnects.sum();
	}

	private @Nullable ClientResources resources() {
		return (this.tier.connectionFactory() instanceof LettuceConnectionFactory factory)
				? factory.getClientConfiguration().getClientResources().orElse(null) : null;
	}

}
