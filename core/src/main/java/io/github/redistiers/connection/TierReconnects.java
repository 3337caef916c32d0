package io.github.redistiers.connection;

import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicBoolean;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;

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

		private final AtomicBoolean isLost = new AtomicBoolean();

		LossAndReturn(Runnable changed) {
			this.changed = changed;
		}

		@Override
		public void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
			if (!connection.isClosed()) {
				this.isLost.set(true);
				this.changed.run();
			}
		}

		@Override
		public void onRedisConnected(RedisChannelHandler<?, ?> connection, SocketAddress address) {
			if (this.isLost.getAndSet(false)) {
				this.changed.run();
			}
		}

	}

}
