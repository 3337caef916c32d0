package io.github.redistiers.connection;

import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicBoolean;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Tells when a tier's connections are back.
 *
 * @since 0.1.0
 */
public final class TierReconnects {

	private TierReconnects() {
	}

	/**
	 * Has somebody hear of each connection of a tier that is made after one was lost:
	 * whoever answers there may be another server, or have other settings. Connections
	 * that are made only to look at a server do not count.
	 * @param tier the tier; nothing is heard of one that is not Lettuce's
	 * @param reconnected called on the connection's own thread, on which nothing may
	 * block
	 */
	public static void listen(RedisTier tier, Runnable reconnected) {
		AbstractRedisClient client = (tier.connectionFactory() instanceof LettuceConnectionFactory factory)
				? factory.getNativeClient() : null;
		if (client != null) {
			client.addListener(new Reconnects(reconnected));
		}
	}

	private static final class Reconnects implements RedisConnectionStateListener {

		private final Runnable reconnected;

		private final AtomicBoolean isLost = new AtomicBoolean();

		Reconnects(Runnable reconnected) {
			this.reconnected = reconnected;
		}

		@Override
		public void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
			this.isLost.set(true);
		}

		@Override
		public void onRedisConnected(RedisChannelHandler<?, ?> connection, SocketAddress address) {
			if (this.isLost.getAndSet(false)) {
				this.reconnected.run();
			}
		}

	}

}
