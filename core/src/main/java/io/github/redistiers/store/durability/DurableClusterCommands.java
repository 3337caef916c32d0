package io.github.redistiers.store.durability;

import io.github.redistiers.breaker.SlotOwner;
import io.lettuce.core.AbstractRedisAsyncCommands;
import io.lettuce.core.cluster.RedisAdvancedClusterAsyncCommandsImpl;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.RedisCommand;
import org.jspecify.annotations.Nullable;

/**
 * Commands for a cluster that are answered when what they changed is durable on the
 * primary that owns their first key's slot. One without a key changes nothing.
 */
final class DurableClusterCommands extends RedisAdvancedClusterAsyncCommandsImpl<byte[], byte[]> {

	private final StatefulRedisClusterConnection<byte[], byte[]> connection;

	private final AbstractRedisAsyncCommands<byte[], byte[]> commands;

	private final DurableWrites writes;

	DurableClusterCommands(StatefulRedisClusterConnection<byte[], byte[]> connection,
			AbstractRedisAsyncCommands<byte[], byte[]> commands, DurableWrites writes) {
		super(connection, ByteArrayCodec.INSTANCE);
		this.connection = connection;
		this.commands = commands;
		this.writes = writes;
	}

	@Override
	public <T> AsyncCommand<byte[], byte[], T> dispatch(RedisCommand<byte[], byte[], T> command) {
		String owner = owner(command);
		return (owner != null) ? this.writes.send(owner, command, this.commands, () -> owner(command))
				: this.commands.dispatch(command);
	}

	private @Nullable String owner(RedisCommand<byte[], byte[], ?> command) {
		RedisClusterNode owner = SlotOwner.of(this.connection, command);
		return (owner != null) ? owner.getNodeId() : null;
	}

}
