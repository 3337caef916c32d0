package io.github.redistiers.breaker;

import java.util.concurrent.atomic.LongAdder;

import io.lettuce.core.RedisAsyncCommandsImpl;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.RedisCommand;
import org.jspecify.annotations.Nullable;

/**
 * Commands for one primary. All of them pass its circuit breaker.
 *
 * @since 0.1.0
 */
public final class GuardedNodeCommands extends RedisAsyncCommandsImpl<byte[], byte[]> {

	private final StatefulRedisConnection<byte[], byte[]> connection;

	private final NodeBreaker breaker;

	private final @Nullable LongAdder bytesSent;

	/**
	 * Commands for a primary.
	 * @param connection where they are sent
	 * @param breaker the primary's
	 */
	public GuardedNodeCommands(StatefulRedisConnection<byte[], byte[]> connection, NodeBreaker breaker) {
		this(connection, breaker, null);
	}

	private GuardedNodeCommands(StatefulRedisConnection<byte[], byte[]> connection, NodeBreaker breaker,
			@Nullable LongAdder bytesSent) {
		super(connection, ByteArrayCodec.INSTANCE);
		this.connection = connection;
		this.breaker = breaker;
		this.bytesSent = bytesSent;
	}

	/**
	 * The same commands on the same connection, counted.
	 * @param bytesSent where the length of each is added when it is written to the
	 * connection
	 * @return the commands
	 */
	public GuardedNodeCommands counting(LongAdder bytesSent) {
		return new GuardedNodeCommands(this.connection, this.breaker, bytesSent);
	}

	@Override
	public <T> AsyncCommand<byte[], byte[], T> dispatch(RedisCommand<byte[], byte[], T> command) {
		return GuardedCommand.send(command, this.connection, this.breaker,
				() -> StaleConnection.disconnect(this.connection), this.bytesSent);
	}

}
