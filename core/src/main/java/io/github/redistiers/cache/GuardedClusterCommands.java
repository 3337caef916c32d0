package io.github.redistiers.cache;

import io.github.redistiers.breaker.BypassedException;
import io.github.redistiers.breaker.GuardedCommand;
import io.github.redistiers.breaker.StaleConnection;
import io.github.redistiers.breaker.SlotOwner;
import io.github.redistiers.cache.ClusterPrimaries.Primary;
import io.github.redistiers.connection.RedirectWatch;
import io.lettuce.core.cluster.RedisAdvancedClusterAsyncCommandsImpl;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.RedisCommand;

/**
 * Commands for a cluster. Each waits until the primary that owns its first key's slot, as
 * far as is known, has said who it is, and passes its circuit breaker; one without a key
 * does neither.
 */
final class GuardedClusterCommands extends RedisAdvancedClusterAsyncCommandsImpl<byte[], byte[]> {

	private final StatefulRedisClusterConnection<byte[], byte[]> connection;

	private final ClusterPrimaries primaries;

	GuardedClusterCommands(StatefulRedisClusterConnection<byte[], byte[]> connection, ClusterPrimaries primaries) {
		super(connection, ByteArrayCodec.INSTANCE);
		this.connection = connection;
		this.primaries = primaries;
	}

	@Override
	public <T> AsyncCommand<byte[], byte[], T> dispatch(RedisCommand<byte[], byte[], T> command) {
		RedisClusterNode owner = SlotOwner.of(this.connection, command);
		if (owner == null) {
			return super.dispatch(command);
		}
		Primary primary = this.primaries.of(owner);
		Throwable objection = primary.objection();
		if (objection == BypassedException.NOT_SENT) {
			throw BypassedException.NOT_SENT;
		}
		if (objection != null) {
			return GuardedCommand.refuse(command, primary.breaker(), objection);
		}
		return GuardedCommand.send(new RedirectWatch<>(command, this.primaries::wasRedirected), this.connection,
				primary.breaker(), () -> StaleConnection.disconnect(this.connection, owner));
	}

}
