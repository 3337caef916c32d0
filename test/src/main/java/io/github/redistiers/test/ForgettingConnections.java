package io.github.redistiers.test;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.RedisCommand;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;

import org.springframework.boot.data.redis.autoconfigure.ClientResourcesBuilderCustomizer;
import org.springframework.core.Ordered;

/**
 * Has each connection of the cache tier empty the server before each of its commands:
 * {@link CacheMemory#FORGETS}. It is done where commands go out, beneath everything that
 * could make a difference: caches, templates, scripts, single flight, transactions.
 */
class ForgettingConnections implements ClientResourcesBuilderCustomizer, NettyCustomizer, Ordered {

	@Override
	public void customize(ClientResources.Builder builder) {
		builder.nettyCustomizer(this);
	}

	@Override
	public void afterChannelInitialized(Channel channel) {
		channel.pipeline().addLast(new Forgetting());
	}

	@Override
	public int getOrder() {
		return LOWEST_PRECEDENCE;
	}

	private static final class Forgetting extends ChannelOutboundHandlerAdapter {

		/**
		 * What concerns the connection and no data. Some of it comes before the server
		 * would take anything else.
		 */
		private static final Set<String> OF_CONNECTIONS = Set.of("AUTH", "CLIENT", "CLUSTER", "COMMAND", "CONFIG",
				"HELLO", "INFO", "PING", "PSUBSCRIBE", "PUNSUBSCRIBE", "QUIT", "READONLY", "ROLE", "SCRIPT", "SELECT",
				"SUBSCRIBE", "UNSUBSCRIBE");

		private boolean inTransaction;

		@Override
		public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
			List<RedisCommand<?, ?, ?>> commands = new ArrayList<>();
			Collection<?> given = (message instanceof Collection<?> several) ? several : List.of(message);
			for (Object each : given) {
				if (!(each instanceof RedisCommand<?, ?, ?> command)) {
					context.write(message, promise);
					return;
				}
				if (isForgottenBefore(command.getType().toString())) {
					commands.add(flushBefore(command));
				}
				commands.add(command);
			}
			context.write((commands.size() == 1) ? commands.get(0) : commands, promise);
		}

		private boolean isForgottenBefore(String command) {
			boolean before = !this.inTransaction && !OF_CONNECTIONS.contains(command);
			switch (command) {
				case "MULTI" -> this.inTransaction = true;
				case "EXEC", "DISCARD" -> this.inTransaction = false;
				default -> {
				}
			}
			return before;
		}

		/**
		 * What a server that cannot be emptied answers is not believed.
		 */
		private static RedisCommand<?, ?, ?> flushBefore(RedisCommand<?, ?, ?> command) {
			AsyncCommand<byte[], byte[], String> flush = new AsyncCommand<>(
					new Command<>(CommandType.FLUSHALL, new StatusOutput<>(ByteArrayCodec.INSTANCE)));
			flush.whenComplete((reply, failure) -> {
				if (failure != null) {
					command.completeExceptionally(failure);
				}
			});
			return flush;
		}

	}

}
