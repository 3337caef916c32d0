package io.github.redistiers.connection;

import java.time.Duration;

import io.lettuce.core.RedisChannelWriter;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisReactiveCommandsImpl;
import io.lettuce.core.RedisURI;
import io.lettuce.core.StatefulRedisConnectionImpl;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.protocol.PushHandler;
import io.lettuce.core.resource.ClientResources;

/**
 * A client whose connections have asynchronous commands alone. Lettuce makes the
 * synchronous and the reactive ones with each connection, and whoever only asks a server
 * a few questions, as the doctor does, spends a sixth of its time on their hundreds of
 * methods.
 */
final class AskingClient extends RedisClient {

	AskingClient(ClientResources resources) {
		super(resources, new RedisURI());
	}

	@Override
	protected <K, V> StatefulRedisConnectionImpl<K, V> newStatefulRedisConnection(RedisChannelWriter writer,
			PushHandler pushHandler, RedisCodec<K, V> codec, Duration timeout) {
		return new AskingConnection<>(writer, pushHandler, codec, timeout);
	}

	@SuppressWarnings("NullAway") // nobody asks for what is not there
	private static final class AskingConnection<K, V> extends StatefulRedisConnectionImpl<K, V> {

		AskingConnection(RedisChannelWriter writer, PushHandler pushHandler, RedisCodec<K, V> codec, Duration timeout) {
			super(writer, pushHandler, codec, timeout);
		}

		@Override
		protected RedisCommands<K, V> newRedisSyncCommandsImpl() {
			return null;
		}

		@Override
		protected RedisReactiveCommandsImpl<K, V> newRedisReactiveCommandsImpl() {
			return null;
		}

	}

}
