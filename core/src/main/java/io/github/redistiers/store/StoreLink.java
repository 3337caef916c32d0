package io.github.redistiers.store;

import java.util.concurrent.ScheduledExecutorService;

import io.github.redistiers.breaker.GuardedNodeCommands;
import io.github.redistiers.connection.SharedCommands;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisAdvancedClusterAsyncCommands;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * The commands of the connection that all callers share, looked up once for as long as it
 * lasts.
 */
final class StoreLink {

	private final RedisConnectionFactory connectionFactory;

	private final SharedCommands commands;

	private volatile @Nullable Link link;

	/**
	 * A link.
	 * @param connectionFactory the store's
	 * @param commands what commands pass, if those of the factory's connections do not
	 * pass it already
	 */
	StoreLink(RedisConnectionFactory connectionFactory, SharedCommands commands) {
		this.connectionFactory = connectionFactory;
		this.commands = commands;
	}

	/**
	 * The shared connection's commands.
	 * @throws RuntimeException if there is none at present
	 */
	RedisClusterAsyncCommands<byte[], byte[]> commands() {
		Link current = this.link;
		if (current == null || !current.isOpen()) {
			// without a lock: callers wait for a server together, not one after the other
			current = published(open());
		}
		return current.commands();
	}

	/**
	 * Whether the commands are there without anybody waiting for them.
	 */
	boolean isOpen() {
		Link current = this.link;
		return current != null && current.isOpen();
	}

	private synchronized Link published(Link opened) {
		Link current = this.link;
		if (current != null && current.isOpen()) {
			opened.discard();
			return current;
		}
		this.link = opened;
		return opened;
	}

	/**
	 * Runs what is to happen later.
	 * @return {@code null} if the connection factory is not started
	 */
	@Nullable ScheduledExecutorService scheduler() {
		AbstractRedisClient client = (this.connectionFactory instanceof LettuceConnectionFactory lettuce)
				? lettuce.getNativeClient() : null;
		return (client != null) ? client.getResources().eventExecutorGroup() : null;
	}

	private Link open() {
		RedisConnection connection = this.connectionFactory.getConnection();
		boolean isShared = !(this.connectionFactory instanceof LettuceConnectionFactory lettuce)
				|| lettuce.getShareNativeConnection();
		try {
			// one that is not shared is kept: somebody else would get it, for a
			// transaction even
			return link(connection, isShared ? null : connection);
		}
		finally {
			if (isShared) {
				connection.close();
			}
		}
	}

	@SuppressWarnings("unchecked")
	private Link link(RedisConnection connection, @Nullable RedisConnection kept) {
		Object commands = connection.getNativeConnection();
		if (commands instanceof GuardedNodeCommands guarded) {
			return new Link(guarded.getStatefulConnection(), guarded, kept);
		}
		if (commands instanceof StoreClusterCommands guarded) {
			return new Link(guarded.getStatefulConnection(), guarded, kept);
		}
		if (commands instanceof RedisAdvancedClusterAsyncCommands<?, ?> own) {
			var cluster = (StatefulRedisClusterConnection<byte[], byte[]>) own.getStatefulConnection();
			return new Link(cluster, this.commands.of(cluster), kept);
		}
		if (commands instanceof RedisAsyncCommands<?, ?> own) {
			var node = (StatefulRedisConnection<byte[], byte[]>) own.getStatefulConnection();
			return new Link(node, this.commands.of(node), kept);
		}
		throw new IllegalStateException("Repositories of the store tier need a Lettuce connection factory, and "
				+ this.connectionFactory.getClass().getName() + " is none");
	}

	/**
	 * A connection, which may be lost and restore itself, and its commands.
	 */
	private record Link(StatefulConnection<?, ?> connection, RedisClusterAsyncCommands<byte[], byte[]> commands,
			@Nullable RedisConnection kept) {

		void discard() {
			if (this.kept != null) {
				this.kept.close();
			}
		}

		/**
		 * Whether it was not closed for good.
		 */
		boolean isOpen() {
			return !(this.connection instanceof RedisChannelHandler<?, ?> handler && handler.isClosed());
		}

	}

}
