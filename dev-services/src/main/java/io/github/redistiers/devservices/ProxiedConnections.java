package io.github.redistiers.devservices;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.GlobalEventExecutor;

/**
 * The pairs of connections, client to proxy and proxy to server, of a {@link FaultProxy}.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes its channel
final class ProxiedConnections {

	private volatile InetSocketAddress server;

	private final EventLoopGroup threads;

	private final ChannelGroup clients = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

	private final ChannelGroup servers = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

	private final AtomicInteger repliesToDrop = new AtomicInteger();

	private volatile long delayNanos;

	private boolean held;

	ProxiedConnections(InetSocketAddress server, EventLoopGroup threads) {
		this.server = server;
		this.threads = threads;
	}

	void accept(Channel client) {
		this.clients.add(client);
		new Bootstrap().group(this.threads)
			.channel(NioSocketChannel.class)
			.option(ChannelOption.AUTO_READ, false)
			.handler(new ToClient(client))
			.connect(this.server)
			.addListener((ChannelFutureListener) (connect) -> {
				if (connect.isSuccess()) {
					join(client, connect.channel());
				}
				else {
					client.close();
				}
			});
	}

	private void join(Channel client, Channel backend) {
		this.servers.add(backend);
		client.pipeline().addLast(new ToServer(backend));
		client.closeFuture().addListener((closed) -> backend.close());
		client.config().setAutoRead(!this.held);
		backend.config().setAutoRead(!this.held);
	}

	void moveTo(InetSocketAddress server) {
		this.server = server;
	}

	void delay(Duration delay) {
		this.delayNanos = delay.toNanos();
	}

	void dropReplies(int count) {
		this.repliesToDrop.set(count);
	}

	void hold(boolean hold) {
		// in the event loop, so that nothing passes any more when this returns
		this.threads.submit(() -> {
			this.held = hold;
			this.clients.forEach((client) -> client.config().setAutoRead(!hold));
			this.servers.forEach((backend) -> backend.config().setAutoRead(!hold));
		}).syncUninterruptibly();
	}

	void forget() {
		this.threads.submit(() -> {
			this.clients.forEach((client) -> client.config().setAutoRead(false));
			this.servers.forEach((backend) -> backend.config().setAutoRead(false));
		}).syncUninterruptibly();
	}

	void cut() {
		this.clients.close().awaitUninterruptibly();
		this.servers.close().awaitUninterruptibly();
	}

	int count() {
		return this.clients.size();
	}

	private static void closeAfterWrites(Channel channel) {
		channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
	}

	private static final class ToServer extends ChannelInboundHandlerAdapter {

		private final Channel backend;

		ToServer(Channel backend) {
			this.backend = backend;
		}

		@Override
		public void channelRead(ChannelHandlerContext context, Object bytes) {
			this.backend.writeAndFlush(bytes).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
		}

		@Override
		public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
			context.close();
		}

	}

	private final class ToClient extends ChannelInboundHandlerAdapter {

		private final Channel client;

		ToClient(Channel client) {
			this.client = client;
		}

		@Override
		public void channelRead(ChannelHandlerContext context, Object bytes) {
			if (ProxiedConnections.this.repliesToDrop.getAndUpdate((count) -> Math.max(0, count - 1)) > 0) {
				ReferenceCountUtil.release(bytes);
				this.client.close();
				return;
			}
			long delay = ProxiedConnections.this.delayNanos;
			if (delay == 0) {
				deliver(bytes);
			}
			else {
				context.executor().schedule(() -> deliver(bytes), delay, TimeUnit.NANOSECONDS);
			}
		}

		private void deliver(Object bytes) {
			this.client.writeAndFlush(bytes).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
		}

		@Override
		public void channelInactive(ChannelHandlerContext context) {
			closeAfterWrites(this.client);
		}

		@Override
		public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
			context.close();
		}

	}

}
