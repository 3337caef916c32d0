package io.github.redistiers.connection;

import java.net.SocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.sentinel.api.StatefulRedisSentinelConnection;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Tells when a tier's connections are lost, and when they are back.
 *
 * @since 0.1.0
 */
public final class TierReconnects {

	private TierReconnects() {
	}

	/**
	 * Has somebody hear of each connection of a tier that is lost, and of each that is
	 * made afterwards: whoever answers there may be another server, or have other
	 * settings. Connections that are closed on purpose do not count, nor do those that
	 * are made only to look at a server.
	 * @param tier the tier; nothing is heard of one that is not Lettuce's
	 * @param changed called on the connection's own thread, on which nothing may block
	 */
	public static void listen(RedisTier tier, Runnable changed) {
		AbstractRedisClient client = (tier.connectionFactory() instanceof LettuceConnectionFactory factory)
				? factory.getNativeClient() : null;
		if (client != null) {
			client.addListener(new LossAndReturn(changed));
		}
	}

	private static final class LossAndReturn implements RedisConnectionStateListener {

		private final Runnable changed;

		/** Those that are not back yet. */
		private final Set<RedisChannelHandler<?, ?>> lost = ConcurrentHashMap.newKeySet();

		LossAndReturn(Runnable changed) {
			this.changed = changed;
		}

		@Override
		public void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
			if (!connection.isClosed() && !isToSentinel(connection)) {
				this.lost.add(connection);
				this.changed.run();
			}
		}

		@Override
		public void onRedisConnected(RedisChannelHandler<?, ?> connection, SocketAddress address) {
			if (this.lost.isEmpty() || isToSentinel(connection)) {
				return;
			}
			this.lost.remove(connection);
			// others take the place of these
			this.lost.removeIf(RedisChannelHandler::isClosed);
			this.changed.run();
		}

		/**
		 * A Sentinel is asked at each attempt to connect again, which is no return yet.
		 */
		private static boolean isToSentinel(RedisChannelHandler<?, ?> connection) {
			return connection instanceof StatefulRedisSentinelConnection<?, ?>;
		}

	}

}
