package io.github.redistiers.connection;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.handler.logging.LoggingHandler;
import io.netty.handler.ssl.SslHandler;
import org.junit.jupiter.api.Test;

import org.springframework.data.redis.connection.RedisStandaloneConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

class FlushConsolidationTests {

	@Test
	void standsNextToTheSocket() throws Exception {
		assertThat(pipeline(false)).startsWith(FlushConsolidationHandler.class).contains(LoggingHandler.class);
	}

	@Test
	void standsDirectlyBehindTls() throws Exception {
		assertThat(pipeline(true)).containsSubsequence(SslHandler.class, FlushConsolidationHandler.class)
			.containsSequence(SslHandler.class, FlushConsolidationHandler.class)
			.contains(LoggingHandler.class);
	}

	@Test
	void leavesAHandlerOfTheApplicationsOwnAlone() throws Exception {
		FlushConsolidationHandler own = new FlushConsolidationHandler(7, true);
		assertThat(handlers(false, own)).filteredOn(FlushConsolidationHandler.class::isInstance).containsExactly(own);
	}

	@Test
	void standsInConnectionsOnResourcesOfTheApplicationsOwn() throws Exception {
		LoggingHandler own = new LoggingHandler();
		List<ChannelHandler> handlers = handlers(false, own,
				(customizer) -> ClientResources.builder().nettyCustomizer(customizer).build());
		assertThat(handlers.get(0)).isInstanceOf(FlushConsolidationHandler.class);
		assertThat(handlers).contains(own);
	}

	@Test
	void leavesResourcesOfTheApplicationsOwnOpen() {
		ClientResources own = ClientResources.create();
		Class<? extends EventLoopGroup> loops = NioEventLoopGroup.class;
		TestTier
			.store(new RedisStandaloneConfiguration("127.0.0.1", 1),
					(settings) -> settings.clientResources(own).eager(false))
			.close();
		assertThat(own.eventExecutorGroup().isShuttingDown()).isFalse();
		assertThat(own.eventLoopGroupProvider().allocate(loops).isShuttingDown()).isFalse();
		assertThat(own.timer().newTimeout((timeout) -> {
		}, 1, TimeUnit.HOURS)).isNotNull();
		own.shutdown();
	}

	private static List<Class<?>> pipeline(boolean tls) throws Exception {
		return handlers(tls, new LoggingHandler()).stream().<Class<?>>map(Object::getClass).toList();
	}

	private static List<ChannelHandler> handlers(boolean tls, ChannelHandler own) throws Exception {
		return handlers(tls, own,
				(customizer) -> TierClientResources.create((builder) -> builder.nettyCustomizer(customizer)));
	}

	/**
	 * The pipeline of a connection whose customizer adds a handler, to a server that
	 * never answers, so that it stays as it is.
	 */
	private static List<ChannelHandler> handlers(boolean tls, ChannelHandler own,
			Function<NettyCustomizer, ClientResources> made) throws Exception {
		BlockingQueue<Channel> channels = new LinkedBlockingQueue<>();
		ClientResources resources = made.apply(new NettyCustomizer() {

			@Override
			public void afterChannelInitialized(Channel channel) {
				channel.pipeline().addLast(own);
				channels.add(channel);
			}

		});
		try (ServerSocket silent = silentServer();
				TestTier store = TestTier.store(new RedisStandaloneConfiguration("127.0.0.1", silent.getLocalPort()),
						(settings) -> {
							settings.clientResources(resources);
							if (tls) {
								settings.ssl(null);
							}
						})) {
			Channel channel = channels.poll(20, TimeUnit.SECONDS);
			assertThat(channel).isNotNull();
			return channel.eventLoop().submit(() -> List.copyOf(channel.pipeline().toMap().values())).get();
		}
		finally {
			resources.shutdown();
		}
	}

	private static ServerSocket silentServer() throws IOException {
		return new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
	}

}
