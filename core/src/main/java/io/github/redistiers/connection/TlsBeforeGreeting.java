package io.github.redistiers.connection;

import io.lettuce.core.resource.NettyCustomizer;
import io.netty.bootstrap.Bootstrap;
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
final class TlsBeforeGreeting implements NettyCustomizer {

	private final NettyCustomizer application;

	TlsBeforeGreeting(NettyCustomizer application) {
		this.application = application;
	}

	@Override
	public void afterBootstrapInitialized(Bootstrap bootstrap) {
		this.application.afterBootstrapInitialized(bootstrap);
	}

	@Override
	public void afterChannelInitialized(Channel channel) {
		this.application.afterChannelInitialized(channel);
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
