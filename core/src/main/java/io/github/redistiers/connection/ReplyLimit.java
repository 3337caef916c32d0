package io.github.redistiers.connection;

import io.lettuce.core.RedisException;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;

/**
 * Hangs up on a server whose answer does not end. Lettuce keeps an answer in memory until
 * it is complete, and a server may announce half a gigabyte, while those that are asked
 * about themselves say some kilobytes.
 */
final class ReplyLimit extends ChannelCustomizer {

	static final int MOST_MEGABYTES = 16;

	private static final long MOST = MOST_MEGABYTES * 1024 * 1024L;

	ReplyLimit(NettyCustomizer application) {
		super(application);
	}

	@Override
	void customize(Channel channel) {
		channel.pipeline().addFirst(new Counter());
	}

	/**
	 * Counts what is read since something was written.
	 */
	private static final class Counter extends ChannelDuplexHandler {

		private long read;

		@Override
		public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) throws Exception {
			this.read = 0;
			super.write(ctx, message, promise);
		}

		@Override
		public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
			this.read += (message instanceof ByteBuf bytes) ? bytes.readableBytes() : 0;
			if (this.read <= MOST) {
				super.channelRead(ctx, message);
				return;
			}
			ReferenceCountUtil.release(message);
			if (ctx.channel().isOpen()) {
				ctx.fireExceptionCaught(
						new RedisException("its answer is longer than " + MOST_MEGABYTES + " MB, which none is"));
				ctx.close();
			}
		}

	}

}
