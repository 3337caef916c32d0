package io.github.redistiers.connection;

import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.handler.ssl.SslHandler;
import org.jspecify.annotations.Nullable;

/**
 * Turns the flushes of concurrent commands into few system calls. The handler stands next
 * to the socket; with TLS directly behind {@link SslHandler}, so that many commands also
 * share one TLS record (in front of it half of the gain is lost).
 */
final class FlushConsolidation extends ChannelCustomizer {

	private static final int EXPLICIT_FLUSH_AFTER_FLUSHES = 256;

	private final @Nullable OpenChannels channels;

	FlushConsolidation(NettyCustomizer application) {
		this(application, null);
	}

	FlushConsolidation(NettyCustomizer application, @Nullable OpenChannels channels) {
		super(application);
		this.channels = channels;
	}

	@Override
	void customize(Channel channel) {
		if (this.channels != null) {
			this.channels.add(channel);
		}
		ChannelPipeline pipeline = channel.pipeline();
		if (pipeline.get(FlushConsolidationHandler.class) != null) {
			return;
		}
		FlushConsolidationHandler handler = new FlushConsolidationHandler(EXPLICIT_FLUSH_AFTER_FLUSHES, true);
		ChannelHandlerContext tls = pipeline.context(SslHandler.class);
		if (tls != null) {
			pipeline.addAfter(tls.name(), null, handler);
		}
		else {
			pipeline.addFirst(handler);
		}
	}

}
