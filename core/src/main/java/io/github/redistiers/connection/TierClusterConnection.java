package io.github.redistiers.connection;

import java.time.Duration;
import java.util.List;

import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.ClusterCommandExecutor;
import org.springframework.data.redis.connection.ClusterTopologyProvider;
import org.springframework.data.redis.connection.lettuce.LettuceClusterConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionProvider;

/**
 * A connection to a cluster, whose failures have the tier's names.
 */
class TierClusterConnection extends LettuceClusterConnection {

	private final NamedFailures failures;

	TierClusterConnection(@Nullable StatefulRedisClusterConnection<byte[], byte[]> shared,
			LettuceConnectionProvider provider, ClusterTopologyProvider topology, ClusterCommandExecutor executor,
			Duration timeout, NamedFailures failures) {
		super(shared, provider, topology, executor, timeout);
		this.failures = failures;
	}

	@Override
	protected DataAccessException convertLettuceAccessException(Exception cause) {
		DataAccessException named = this.failures.translate(cause);
		return (named != null) ? named : super.convertLettuceAccessException(cause);
	}

	@Override
	protected StatefulConnection<byte[], byte[]> doGetAsyncDedicatedConnection() {
		return this.failures.connected(super::doGetAsyncDedicatedConnection);
	}

	@Override
	public List<@Nullable Object> closePipeline() {
		return this.failures.piped(super::closePipeline);
	}

}
