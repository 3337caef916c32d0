package io.github.redistiers.connection;

import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;

/**
 * Lets a connection count as active only when its TLS handshake has succeeded. Lettuce
 * counts on its own greeting to find out, and a connection to a node may have none.
 */
final class TlsBeforeGreeting extends ChannelCustomizer {

	TlsBeforeGreeting(NettyCustomizer application) {
		super(application);
	}

	@Override
	void customize(Channel channel) {
		ChannelPipeline pipeline = channel.pipeline();
		ChannelHandlerContext tls = pipeline.context(SslHandler.class);
		if (tls != null) {
			pipeline.addAfter(tls.name(), null, new Gate());
		}
	}

	private static final class Gate extends ChannelInboundHandlerAdapter {

		@Override
		public void channelActive(ChannelHandlerContext ctx) {
			// until the handshake is over
		}

		@Override
		public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
			if (event instanceof SslHandshakeCompletionEvent handshake && handshake.isSuccess()) {
				ctx.fireChannelActive();
			}
			ctx.fireUserEventTriggered(event);
		}

	}

}
