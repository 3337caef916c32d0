package io.github.redistiers.connection;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.lettuce.core.protocol.RedisHandshakeHandler;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.util.concurrent.ImmediateEventExecutor;

/**
 * Has a new connection be active before Lettuce reports it. Where credentials are not
 * told at once, Lettuce may end its greeting on a thread beside the event loop. It then
 * leaves it to the event loop to activate the connection and reports it meanwhile, and
 * what is sent at once is rejected as if the server were away.
 */
final class ActiveBeforeReported extends ChannelCustomizer {

	ActiveBeforeReported(NettyCustomizer application) {
		super(application);
	}

	@Override
	void customize(Channel channel) {
		ChannelPipeline pipeline = channel.pipeline();
		ChannelHandlerContext greeting = pipeline.context(RedisHandshakeHandler.class);
		if (greeting != null) {
			// called by whichever thread ends the greeting
			pipeline.addAfter(ImmediateEventExecutor.INSTANCE, greeting.name(), null, new Activation());
		}
	}

	private static final class Activation extends ChannelInboundHandlerAdapter {

		/**
		 * A connection that takes longer has failed by Lettuce's own limit.
		 */
		private static final int LIMIT_SECONDS = 60;

		@Override
		public void channelActive(ChannelHandlerContext context) {
			if (context.channel().eventLoop().inEventLoop()) {
				activate(context);
				return;
			}
			try {
				CompletableFuture.runAsync(() -> activate(context), context.channel().eventLoop())
					.get(LIMIT_SECONDS, TimeUnit.SECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			catch (ExecutionException | TimeoutException | RejectedExecutionException ex) {
				// it is being closed, and whoever uses it hears that
			}
		}

		private void activate(ChannelHandlerContext context) {
			context.fireChannelActive();
			if (!context.isRemoved()) {
				context.pipeline().remove(this);
			}
		}

	}

}
