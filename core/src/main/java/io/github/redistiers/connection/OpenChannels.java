package io.github.redistiers.connection;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.lettuce.core.protocol.CommandHandler;
import io.netty.channel.Channel;

/**
 * The channels of one tier that are open, and what is under way on them.
 */
final class OpenChannels {

	private final Set<Channel> channels = ConcurrentHashMap.newKeySet();

	void add(Channel channel) {
		this.channels.add(channel);
		channel.closeFuture().addListener((closed) -> this.channels.remove(channel));
	}

	/**
	 * How many commands were sent and wait for their answers. Counted without a lock, and
	 * so a number of about now.
	 */
	int pendingCommands() {
		int pending = 0;
		for (Channel channel : this.channels) {
			CommandHandler handler = channel.pipeline().get(CommandHandler.class);
			pending += (handler != null) ? handler.getStack().size() : 0;
		}
		return pending;
	}

}
