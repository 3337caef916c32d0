package io.github.redistiers.connection;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.ServerGeneration;
import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisCredentialsProvider;
import io.lettuce.core.protocol.RedisCommand;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.util.concurrent.ImmediateEventExecutor;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.data.redis.connection.RedisStandaloneConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * New connections whose credentials come from another thread, on an event loop that has
 * much to do.
 */
@EachServerGeneration
@Timeout(60)
class ActiveBeforeReportedFaultTests {

	private final ServerGeneration generation;

	@SuppressWarnings("NullAway.Init")
	private RedisServer server;

	ActiveBeforeReportedFaultTests(ServerGeneration generation) {
		this.generation = generation;
	}

	@BeforeEach
	void start() {
		this.server = RedisServer.builder()
			.generation(this.generation)
			.user("app", "first", "~*", "&*", "+@all")
			.start();
	}

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void takeTheFirstCommandThatIsSentOnThem() {
		BusyEventLoop busy = new BusyEventLoop();
		assertTakesCommands(busy, TierClientResources.create((builder) -> builder.nettyCustomizer(busy)));
	}

	@Test
	void takeItWithResourcesOfTheApplicationsOwn() {
		BusyEventLoop busy = new BusyEventLoop();
		assertTakesCommands(busy, ClientResources.builder().nettyCustomizer(busy).build());
	}

	private void assertTakesCommands(BusyEventLoop busy, ClientResources resources) {
		RedisCredentialsProvider provider = RedisCredentialsProvider.from(() -> RedisCredentials.just("app", "first"));
		try (TestTier store = TestTier.store(new RedisStandaloneConfiguration("127.0.0.1", this.server.port()),
				(settings) -> settings.credentials(provider).clientResources(resources))) {
			assertThat(store.template().hasKey("absent")).isFalse();
			busy.relieve();
			// on a connection of its own
			assertThat(store.template().opsForList().leftPop("absent", Duration.ofMillis(10))).isNull();
			assertThat(busy.wasBusy()).isTrue();
		}
		finally {
			resources.shutdown();
		}
	}

	/**
	 * Whoever greets the server goes on when the answers are there, and the event loop
	 * has something else to do then until somebody has used the connection.
	 */
	private static final class BusyEventLoop implements NettyCustomizer {

		private volatile CountDownLatch used = new CountDownLatch(1);

		private volatile boolean wasBusy;

		@Override
		public void afterChannelInitialized(Channel channel) {
			// in the writer's own thread
			channel.pipeline().addLast(ImmediateEventExecutor.INSTANCE, null, new Greeting());
		}

		void relieve() {
			this.used.countDown();
			this.used = new CountDownLatch(1);
		}

		boolean wasBusy() {
			return this.wasBusy;
		}

		private void keepBusy(CountDownLatch until) {
			this.wasBusy = true;
			try {
				// nobody can use it yet, if all is well
				until.await(500, TimeUnit.MILLISECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

		private final class Greeting extends ChannelOutboundHandlerAdapter {

			@Override
			public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
				Collection<?> commands = (message instanceof Collection<?> several) ? several : List.of(message);
				context.writeAndFlush(message, promise);
				if (!context.channel().eventLoop().inEventLoop()) {
					Awaitility.await()
						.until(() -> promise.isDone() && commands.stream()
							.allMatch((command) -> !(command instanceof RedisCommand<?, ?, ?> sent) || sent.isDone()));
					if (message instanceof Collection) {
						CountDownLatch until = BusyEventLoop.this.used;
						context.channel().eventLoop().execute(() -> keepBusy(until));
					}
				}
			}

		}

	}

}
