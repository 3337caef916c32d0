package io.github.redistiers.cache;

import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;

import io.github.redistiers.breaker.BypassedException;
import io.github.redistiers.breaker.GuardedNodeCommands;
import io.github.redistiers.breaker.NodeBreaker;
import io.github.redistiers.breaker.NodeBreakers;
import io.github.redistiers.connection.ServerId;
import io.github.redistiers.script.Script;
import io.github.redistiers.tracking.KeyTracking;
import io.github.redistiers.tracking.KeyTrackingListener;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisAdvancedClusterAsyncCommands;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.masterreplica.StatefulRedisMasterReplicaConnection;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * The cache tier's server as its caches see it: the connection that they share, which
 * process it reaches, and whether that process tells this one of every new generation.
 */
class CacheServer implements KeyTrackingListener {

	private static final Script SERVER_ID = Script.of(CacheServer.class, "server-id.lua", ScriptOutputType.VALUE);

	/**
	 * How long a call waits for another one's attempt to get a connection. A tier's own
	 * factory connects in the background and answers at once.
	 */
	private static final long PATIENCE = Duration.ofMillis(100).toNanos();

	/**
	 * A connection that is back sooner was lost alone, rather than the server.
	 */
	static final long AWAY = Duration.ofSeconds(1).toNanos();

	/**
	 * How long nobody asks again for a connection that was not to be had.
	 */
	private static final long PAUSE = Duration.ofMillis(10).toNanos();

	private final RedisConnectionFactory connectionFactory;

	private final @Nullable String generationPrefix;

	private final Runnable connected;

	private final Map<String, Generation> generations = new ConcurrentHashMap<>();

	/**
	 * Apart from the lock of {@link #reconsider()}, which the connection's own thread
	 * takes and which therefore must never be held while a connection is waited for.
	 */
	private final ReentrantLock connecting = new ReentrantLock();

	private final CacheBypass bypass = new CacheBypass(System::nanoTime);

	private volatile long unreachedUntil = System.nanoTime();

	private volatile BiConsumer<byte[], byte[]> clearListener = (cachePrefix, id) -> {
	};

	/**
	 * What each command passes.
	 */
	private volatile NodeBreakers breakers = NodeBreakers.disabled(NodeBreakers.CACHE, CacheFailure::isOutage,
			this::wasAway);

	private volatile Runnable failed = () -> {
	};

	private volatile @Nullable Link link;

	private volatile @Nullable String tracked;

	private volatile @Nullable Trust trust;

	/**
	 * A server.
	 * @param connectionFactory reaches it
	 * @param generationPrefix what the keys of generations begin with; {@code null} if
	 * their changes need not be told
	 * @param connected called when a connection to it was opened
	 */
	CacheServer(RedisConnectionFactory connectionFactory, @Nullable String generationPrefix, Runnable connected) {
		this.connectionFactory = connectionFactory;
		this.generationPrefix = generationPrefix;
		this.connected = connected;
	}

	CacheBypass bypass() {
		return this.bypass;
	}

	int openBreakers() {
		return this.breakers.open();
	}

	void resetBreakers() {
		this.breakers.reset();
	}

	/**
	 * Sets what the commands pass on connections that are made from now on.
	 */
	void setBreakers(NodeBreakers breakers) {
		breakers.onFirstFailure(() -> this.failed.run());
		this.breakers = breakers;
	}

	/**
	 * Has somebody hear of the first command that fails after others were answered.
	 */
	void onFirstFailure(Runnable failed) {
		this.failed = failed;
	}

	void watch(Generation generation) {
		this.generations.put(new String(generation.key(), StandardCharsets.UTF_8), generation);
	}

	/**
	 * Has a listener hear of each generation that a clear of this process ends: what the
	 * cache's keys begin with, and the generation's id.
	 */
	void onClear(BiConsumer<byte[], byte[]> listener) {
		this.clearListener = listener;
	}

	void cleared(Generation generation, byte[] id) {
		this.clearListener.accept(generation.cachePrefix(), id);
	}

	/**
	 * The connection.
	 * @throws RuntimeException if there is none
	 */
	Link link() {
		Link current = this.link;
		return (current != null && current.isOpen()) ? current : connect();
	}

	/**
	 * Whether it is a cluster; not before there was a connection.
	 */
	boolean hasSeveralNodes() {
		Link current = this.link;
		return current != null && current.commands() instanceof RedisAdvancedClusterAsyncCommands<?, ?>;
	}

	/**
	 * While this stays the same object, the connection has not been lost, and every
	 * change of a generation is told to this process by the server that the connection
	 * reaches.
	 * @return {@code null} if that is not so
	 */
	@Nullable Trust trust() {
		return this.trust;
	}

	@Override
	public void tracked(String serverId) {
		this.tracked = serverId;
		changedAll();
		reconsider();
	}

	@Override
	public void untracked() {
		this.tracked = null;
		reconsider();
	}

	@Override
	public void changed(String key) {
		Generation generation = this.generations.get(key);
		if (generation != null) {
			generation.changed();
		}
	}

	@Override
	public void changedAll() {
		this.generations.values().forEach(Generation::changed);
	}

	/**
	 * The server, or one of its nodes, was not reached for a while. Other processes may
	 * not have reached it either, so an eviction of theirs may be missing in what it
	 * holds.
	 */
	void wasAway() {
		this.generations.values().forEach(Generation::doubt);
	}

	private synchronized void reconsider() {
		Link current = this.link;
		String reached = (current != null) ? current.server().only() : null;
		boolean same = reached != null && !reached.isEmpty() && reached.equals(this.tracked);
		if (!same) {
			this.trust = null;
		}
		else if (this.trust == null) {
			this.trust = new Trust();
		}
	}

	private Link connect() {
		if (System.nanoTime() - this.unreachedUntil < 0 || !isMyTurnToConnect()) {
			throw BypassedException.NOT_SENT;
		}
		try {
			Link current = this.link;
			if (current == null || !current.isOpen()) {
				boolean another = current != null;
				current = open();
				if (another) {
					wasAway();
				}
				this.link = current;
				reconsider();
				this.connected.run();
			}
			return current;
		}
		catch (RuntimeException ex) {
			this.unreachedUntil = System.nanoTime() + PAUSE;
			throw ex;
		}
		finally {
			this.connecting.unlock();
		}
	}

	private void refreshTopology() {
		if (client() instanceof RedisClusterClient cluster) {
			cluster.refreshPartitionsAsync();
		}
	}

	private @Nullable AbstractRedisClient client() {
		return (this.connectionFactory instanceof LettuceConnectionFactory lettuce) ? lettuce.getNativeClient() : null;
	}

	private boolean isMyTurnToConnect() {
		try {
			return this.connecting.tryLock(PATIENCE, TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	@SuppressWarnings("unchecked")
	private Link open() {
		try (RedisConnection connection = this.connectionFactory.getConnection()) {
			Object commands = connection.getNativeConnection();
			if (commands instanceof RedisAdvancedClusterAsyncCommands<?, ?> cluster) {
				return link((StatefulRedisClusterConnection<byte[], byte[]>) cluster.getStatefulConnection());
			}
			if (commands instanceof RedisAsyncCommands<?, ?> node) {
				return link((StatefulRedisConnection<byte[], byte[]>) node.getStatefulConnection());
			}
		}
		throw new IllegalStateException("The cache tier needs a Lettuce connection factory");
	}

	private Link link(StatefulRedisClusterConnection<byte[], byte[]> cluster) {
		ClusterPrimaries primaries = new ClusterPrimaries(cluster, this.breakers, this::refreshTopology, this::wasAway);
		return new Link(cluster, new GuardedClusterCommands(cluster, primaries), primaries);
	}

	private Link link(StatefulRedisConnection<byte[], byte[]> connection) {
		NodeBreakers guards = this.breakers;
		GuardedNodeCommands commands = new GuardedNodeCommands(connection, guards.single());
		if (connection instanceof StatefulRedisMasterReplicaConnection<?, ?>) {
			AskedServer server = new AskedServer(() -> idOfPrimary(commands), false, () -> {
			});
			forgetWithAnyConnection(server);
			return new Link(connection, commands, server);
		}
		AskedServer server = new AskedServer(() -> ServerId.of(commands), true, this::reconsider);
		connection.addListener(new LossListener(server, guards.single()));
		if (this.generationPrefix != null) {
			KeyTracking.on(connection, List.of(this.generationPrefix), this);
		}
		return new Link(connection, commands, server);
	}

	/**
	 * The connections to a primary and to its replicas are not to be had one by one.
	 */
	private void forgetWithAnyConnection(AskedServer server) {
		AbstractRedisClient client = client();
		if (client != null) {
			client.addListener(new RedisConnectionStateListener() {

				@Override
				public void onRedisConnected(RedisChannelHandler<?, ?> connection, SocketAddress address) {
					server.forget();
				}

				@Override
				public void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
					server.forget();
				}

			});
		}
	}

	private static CompletionStage<String> idOfPrimary(RedisClusterAsyncCommands<byte[], byte[]> commands) {
		return SERVER_ID.<byte[]>run(commands, new byte[0][]).handle((id, failure) -> {
			if (failure == null) {
				return new String(id, StandardCharsets.UTF_8);
			}
			if (CacheFailure.isRefusal(failure)) {
				return "";
			}
			throw new CompletionException(failure);
		});
	}

	/**
	 * See {@link CacheServer#trust()}.
	 */
	static final class Trust {

	}

	/**
	 * A connection, which may be lost and restored, perhaps to another server.
	 *
	 * @param connection the connection
	 * @param commands its commands, of which each passes a circuit breaker
	 * @param server what it reaches
	 */
	record Link(StatefulConnection<?, ?> connection, RedisClusterAsyncCommands<byte[], byte[]> commands,
			ReachedServer server) {

		/**
		 * Whether it was not closed for good: one that is lost restores itself.
		 */
		boolean isOpen() {
			return !(this.connection instanceof RedisChannelHandler<?, ?> handler && handler.isClosed());
		}

	}

	/**
	 * Hears of the connection to a single primary.
	 */
	private final class LossListener implements RedisConnectionStateListener {

		private final AskedServer server;

		private final NodeBreaker breaker;

		/**
		 * When the connection was lost; only its own thread looks at it.
		 */
		private long lostAt;

		private LossListener(AskedServer server, NodeBreaker breaker) {
			this.server = server;
			this.breaker = breaker;
		}

		@Override
		public void onRedisConnected(RedisChannelHandler<?, ?> connection, SocketAddress address) {
			this.server.forget();
			if (this.lostAt != 0 && System.nanoTime() - this.lostAt >= AWAY) {
				wasAway();
			}
			this.lostAt = 0;
			this.breaker.reconnected();
		}

		@Override
		public void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
			// before any reconnect, so nothing is believed of a server that is new
			this.server.forget();
			this.lostAt = (this.lostAt != 0) ? this.lostAt : System.nanoTime();
			reconsider();
		}

	}

}
