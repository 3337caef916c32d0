package io.github.redistiers.store.durability;

import io.lettuce.core.AbstractRedisAsyncCommands;
import io.lettuce.core.RedisAsyncCommandsImpl;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.RedisCommand;

/**
 * Commands for one primary that are answered when what they changed is durable.
 */
final class DurableNodeCommands extends RedisAsyncCommandsImpl<byte[], byte[]> {

	private final AbstractRedisAsyncCommands<byte[], byte[]> commands;

	private final DurableWrites writes;

	DurableNodeCommands(StatefulRedisConnection<byte[], byte[]> connection,
			AbstractRedisAsyncCommands<byte[], byte[]> commands, DurableWrites writes) {
		super(connection, ByteArrayCodec.INSTANCE);
		this.commands = commands;
		this.writes = writes;
	}

	@Override
	public <T> AsyncCommand<byte[], byte[], T> dispatch(RedisCommand<byte[], byte[], T> command) {
		return this.writes.send(WaitingConnection.SINGLE, command, this.commands, () -> WaitingConnection.SINGLE);
	}

}
