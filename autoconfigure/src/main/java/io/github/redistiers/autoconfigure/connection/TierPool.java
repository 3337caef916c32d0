package io.github.redistiers.autoconfigure.connection;

import io.lettuce.core.api.StatefulConnection;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;

/**
 * A pool's settings. A class of its own, since commons-pool2 may be absent.
 */
final class TierPool {

	private TierPool() {
	}

	static GenericObjectPoolConfig<StatefulConnection<?, ?>> of(Lettuce.Pool properties) {
		GenericObjectPoolConfig<StatefulConnection<?, ?>> config = new GenericObjectPoolConfig<>();
		config.setMaxTotal(properties.getMaxActive());
		config.setMaxIdle(properties.getMaxIdle());
		config.setMinIdle(properties.getMinIdle());
		config.setMaxWait(properties.getMaxWait());
		if (properties.getTimeBetweenEvictionRuns() != null) {
			config.setTimeBetweenEvictionRuns(properties.getTimeBetweenEvictionRuns());
		}
		return config;
	}

}
