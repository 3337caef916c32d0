package io.github.redistiers.connection;

import io.lettuce.core.protocol.CommandWrapper;
import io.lettuce.core.protocol.RedisCommand;
import io.netty.buffer.ByteBuf;

/**
 * A command that is noticed when it is sent a second time: then the node of a cluster
 * that it went to has sent it on to another.
 *
 * @param <T> the type of the reply
 * @since 0.1.0
 */
public final class RedirectWatch<T> extends CommandWrapper<byte[], byte[], T> {

	private final Runnable redirected;

	private volatile boolean sent;

	/**
	 * Watches a command.
	 * @param command the command
	 * @param redirected called on Lettuce's threads when it is sent again; must not block
	 */
	public RedirectWatch(RedisCommand<byte[], byte[], T> command, Runnable redirected) {
		super(command);
		this.redirected = redirected;
	}

	@Override
	public void encode(ByteBuf buffer) {
		if (this.sent) {
			this.redirected.run();
		}
		this.sent = true;
		super.encode(buffer);
	}

}
