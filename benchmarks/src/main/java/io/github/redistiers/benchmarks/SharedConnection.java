package io.github.redistiers.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.github.redistiers.TierRole;
import io.github.redistiers.connection.TierClientResources;
import io.github.redistiers.connection.TierConnectionFactory;
import io.github.redistiers.connection.TierSettings;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.ServerPreset;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.handler.flush.FlushConsolidationHandler;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;

/**
 * A tier's shared connection to a server of its own, on which every key has a value of
 * 500 bytes.
 */
@State(Scope.Benchmark)
public class SharedConnection {

	static final int KEYS = 10_000;

	private static final int VALUE_SIZE = 500;

	@Param({ "SINGLE", "CONSOLIDATED" })
	Flushes flushes = Flushes.CONSOLIDATED;

	private final byte[] value = new byte[VALUE_SIZE];

	private final byte[] counter = "counter".getBytes(StandardCharsets.UTF_8);

	private final byte[][] keys = new byte[KEYS][];

	private @Nullable RedisServer server;

	private @Nullable ClientResources resources;

	private @Nullable TierConnectionFactory factory;

	private @Nullable RedisConnection connection;

	private @Nullable RedisClusterAsyncCommands<byte[], byte[]> commands;

	@Setup
	@SuppressWarnings("unchecked")
	public void connect() {
		// the cache's configuration writes nothing to disk, which would be noise here
		RedisServer started = RedisServer.builder().preset(ServerPreset.CACHE).start();
		this.server = started;
		ClientResources flushing = this.flushes.resources();
		this.resources = flushing;
		// the store's time limit, since 200 callers on a busy machine are not the point
		TierSettings settings = TierSettings
			.builder("benchmark", TierRole.STORE, new RedisStandaloneConfiguration(started.host(), started.port()))
			.clientResources(flushing)
			.build();
		TierConnectionFactory made = new TierConnectionFactory(settings);
		made.afterPropertiesSet();
		made.start();
		this.factory = made;
		RedisConnection shared = made.getConnection();
		this.connection = shared;
		this.commands = (RedisClusterAsyncCommands<byte[], byte[]>) shared.getNativeConnection();
		fill(shared);
	}

	@TearDown
	public void close() {
		if (this.connection != null) {
			this.connection.close();
		}
		if (this.factory != null) {
			this.factory.destroy();
		}
		if (this.resources != null) {
			this.resources.shutdown().syncUninterruptibly();
		}
		if (this.server != null) {
			this.server.close();
		}
	}

	RedisClusterAsyncCommands<byte[], byte[]> commands() {
		RedisClusterAsyncCommands<byte[], byte[]> connected = this.commands;
		if (connected == null) {
			throw new IllegalStateException("Not connected");
		}
		return connected;
	}

	byte[] key(int number) {
		return this.keys[number];
	}

	byte[] counter() {
		return this.counter;
	}

	byte[] value() {
		return this.value;
	}

	private void fill(RedisConnection shared) {
		Arrays.fill(this.value, (byte) 'v');
		for (int number = 0; number < KEYS; number++) {
			this.keys[number] = ("key:" + number).getBytes(StandardCharsets.UTF_8);
			shared.stringCommands().set(this.keys[number], this.value);
		}
	}

	/**
	 * How commands leave.
	 */
	public enum Flushes {

		/** One system call for each command, as Lettuce does by itself. */
		SINGLE("single") {

			@Override
			ClientResources resources() {
				return TierClientResources.create((builder) -> builder.nettyCustomizer(new FlushEach()));
			}

		},

		/** As a tier does. */
		CONSOLIDATED("consolidated") {

			@Override
			ClientResources resources() {
				return TierClientResources.create((builder) -> {
				});
			}

		};

		private final String title;

		Flushes(String title) {
			this.title = title;
		}

		String title() {
			return this.title;
		}

		abstract ClientResources resources();

	}

	/**
	 * Takes the place of the tier's handler, which is added only where there is none.
	 */
	private static final class FlushEach implements NettyCustomizer {

		@Override
		public void afterChannelInitialized(Channel channel) {
			channel.pipeline().addFirst(new FlushConsolidationHandler(1, false));
		}

	}

}
