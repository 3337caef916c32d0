package io.github.redistiers.connection;

import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.RedisAsyncCommandsImpl;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.RedisCommand;
import org.jspecify.annotations.Nullable;

/**
 * The commands of a transaction. Remembers why the first one was not queued, which EXEC
 * does not tell.
 */
final class QueuedCommands extends RedisAsyncCommandsImpl<byte[], byte[]> {

	private volatile @Nullable Throwable refusal;

	QueuedCommands(StatefulRedisConnection<byte[], byte[]> connection) {
		super(connection, ByteArrayCodec.INSTANCE);
	}

	@Override
	public <T> AsyncCommand<byte[], byte[], T> dispatch(RedisCommand<byte[], byte[], T> command) {
		AsyncCommand<byte[], byte[], T> sent = super.dispatch(command);
		sent.whenComplete((reply, failure) -> {
			if (failure != null && this.refusal == null) {
				this.refusal = failure;
			}
		});
		return sent;
	}

	@Nullable Throwable refusal() {
		return this.refusal;
	}

}
