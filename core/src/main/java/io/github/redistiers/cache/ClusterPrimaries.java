package io.github.redistiers.cache;

import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.github.redistiers.breaker.NodeBreaker;
import io.github.redistiers.breaker.BypassedException;
import io.github.redistiers.breaker.NodeBreakers;
import io.github.redistiers.connection.ServerId;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode.NodeFlag;
import io.lettuce.core.codec.Base16;
import io.lettuce.core.protocol.ConnectionIntent;
import org.jspecify.annotations.Nullable;

/**
 * Which server processes the primaries of a cluster are. Nothing is asked of one before
 * it has said, on the connection that is used, who it is: after a failover or a restart
 * it may have missed evictions.
 */
final class ClusterPrimaries implements ReachedServer {

	/**
	 * Between two attempts to learn who a primary is.
	 */
	private static final long PAUSE = Duration.ofMillis(50).toNanos();

	/**
	 * Between two looks at the topology because of commands that were sent on.
	 */
	private static final long REFRESH = Duration.ofSeconds(1).toNanos();

	private final StatefulRedisClusterConnection<byte[], byte[]> connection;

	private final NodeBreakers breakers;

	private final Runnable refresh;

	private final Runnable away;

	private volatile long refreshedAt = System.nanoTime() - REFRESH;

	/**
	 * By the id of the node.
	 */
	private final ConcurrentMap<String, Primary> met = new ConcurrentHashMap<>();

	private volatile @Nullable CompletableFuture<String> servers;

	/**
	 * Primaries of a cluster.
	 * @param connection the cluster
	 * @param breakers give each primary a circuit breaker
	 * @param refresh has the client look at the cluster's topology
	 * @param away called when a primary was not reached for a while
	 */
	ClusterPrimaries(StatefulRedisClusterConnection<byte[], byte[]> connection, NodeBreakers breakers, Runnable refresh,
			Runnable away) {
		this.connection = connection;
		this.breakers = breakers;
		this.refresh = refresh;
		this.away = away;
	}

	/**
	 * A digest of what all primaries are that own slots; one that is away counts as what
	 * it was. Never completes with a failure; empty if nothing is known.
	 */
	@Override
	public CompletableFuture<String> id() {
		CompletableFuture<String> asked = this.servers;
		return (asked != null) ? asked : ask();
	}

	/**
	 * Whether no primary was lost, found or replaced since {@link #id()} gave this.
	 */
	@Override
	public boolean isCurrent(CompletableFuture<String> id) {
		return id == this.servers;
	}

	@Override
	public boolean asksFirst() {
		return true;
	}

	@Override
	public @Nullable String only() {
		return null;
	}

	/**
	 * A primary as this process knows it.
	 */
	Primary of(RedisClusterNode node) {
		Primary known = this.met.get(node.getNodeId());
		return (known != null && known.isAt(node.getUri())) ? known : meet(node);
	}

	private synchronized Primary meet(RedisClusterNode node) {
		Primary known = this.met.get(node.getNodeId());
		if (known != null && known.isAt(node.getUri())) {
			return known;
		}
		if (known != null) {
			leave(known);
		}
		Primary met = new Primary(node.getUri());
		this.met.put(node.getNodeId(), met);
		// whoever it takes the place of, it was not counted so far
		this.servers = null;
		return met;
	}

	private void leave(Primary primary) {
		primary.leave();
		this.breakers.forget(primary.breaker());
	}

	/**
	 * A command was sent on to another node, so the topology is not what it was.
	 */
	void wasRedirected() {
		this.servers = null;
		lookAtTopology();
	}

	private void lookAtTopology() {
		long now = System.nanoTime();
		if (now - this.refreshedAt >= REFRESH) {
			this.refreshedAt = now;
			this.refresh.run();
		}
	}

	private CompletableFuture<String> ask() {
		List<Primary> primaries;
		CompletableFuture<String> asking = new CompletableFuture<>();
		synchronized (this) {
			CompletableFuture<String> asked = this.servers;
			if (asked != null) {
				return asked;
			}
			primaries = present();
			this.servers = asking;
		}
		CompletableFuture<?>[] identities = primaries.stream().map(Primary::identify).toArray(CompletableFuture[]::new);
		CompletableFuture.allOf(identities)
			.completeOnTimeout(null, this.connection.getTimeout().dividedBy(2).toNanos(), TimeUnit.NANOSECONDS)
			.whenComplete((done, failure) -> asking.complete(digest(primaries)));
		return asking;
	}

	private List<Primary> present() {
		List<Primary> present = new ArrayList<>();
		for (RedisClusterNode node : this.connection.getPartitions()) {
			if (node.is(NodeFlag.UPSTREAM) && !node.hasNoSlots()) {
				present.add(of(node));
			}
		}
		this.met.values().removeIf((primary) -> {
			boolean gone = !present.contains(primary);
			if (gone) {
				leave(primary);
			}
			return gone;
		});
		return present;
	}

	private synchronized void changed() {
		CompletableFuture<String> asked = this.servers;
		if (asked != null && asked.isDone()) {
			this.servers = null;
		}
	}

	private static String digest(List<Primary> primaries) {
		String all = primaries.stream()
			.map((primary) -> primary.last)
			.filter((id) -> !id.isEmpty())
			.sorted()
			.collect(Collectors.joining(","));
		return all.isEmpty() ? "" : Base16.digest(all.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * The node at one address.
	 */
	final class Primary implements RedisConnectionStateListener {

		private final String host;

		private final int port;

		private final NodeBreaker breaker;

		private @Nullable StatefulRedisConnection<byte[], byte[]> node;

		private volatile @Nullable CompletableFuture<String> identity;

		private volatile String last = "";

		private volatile long askedAt = System.nanoTime() - PAUSE;

		private volatile Throwable failure = BypassedException.NOT_SENT;

		private long lostAt;

		private Primary(RedisURI address) {
			this.host = address.getHost();
			this.port = address.getPort();
			this.breaker = ClusterPrimaries.this.breakers.of(this.host, this.port);
		}

		NodeBreaker breaker() {
			return this.breaker;
		}

		private boolean isAt(RedisURI address) {
			return this.port == address.getPort() && this.host.equals(address.getHost());
		}

		private synchronized void leave() {
			if (this.node != null) {
				this.node.removeListener(this);
			}
		}

		/**
		 * Why nothing can be asked of it: it has not said yet who it is, on the
		 * connection that is used, or is not reached. Then it is asked.
		 * @return {@code null} if nothing stands against it
		 */
		@Nullable Throwable objection() {
			CompletableFuture<String> asked = this.identity;
			if (asked == null && System.nanoTime() - this.askedAt >= PAUSE) {
				identify();
			}
			return (asked != null && asked.isDone()) ? null : this.failure;
		}

		/**
		 * Asks, unless that was done. Completes in any case.
		 */
		CompletableFuture<?> identify() {
			CompletableFuture<String> asking = new CompletableFuture<>();
			synchronized (this) {
				CompletableFuture<String> asked = this.identity;
				if (asked != null) {
					return asked;
				}
				this.identity = asking;
				this.askedAt = System.nanoTime();
			}
			// without the lock: the answer may be there already
			reach().thenCompose((reached) -> ServerId.of(reached.async()))
				.whenComplete((id, failure) -> answered(asking, id, failure));
			return asking;
		}

		private CompletableFuture<StatefulRedisConnection<byte[], byte[]>> reach() {
			try {
				// the one that commands for its slots take
				return ClusterPrimaries.this.connection.getConnectionAsync(this.host, this.port, ConnectionIntent.WRITE)
					.thenApply(this::listening);
			}
			catch (RuntimeException ex) {
				return CompletableFuture.failedFuture(ex);
			}
		}

		private synchronized StatefulRedisConnection<byte[], byte[]> listening(
				StatefulRedisConnection<byte[], byte[]> reached) {
			if (this.node != reached) {
				this.node = reached;
				reached.addListener(this);
			}
			return reached;
		}

		private void answered(CompletableFuture<String> asking, @Nullable String id, @Nullable Throwable cause) {
			if (id == null) {
				refused(asking, CacheFailure.cause((cause != null) ? cause : BypassedException.NOT_SENT));
				// nothing is sent to it, so Lettuce does not notice that another one
				// leads
				lookAtTopology();
			}
			else if (learnt(asking, id)) {
				ClusterPrimaries.this.away.run();
			}
			asking.complete(this.last);
			changed();
		}

		private synchronized void refused(CompletableFuture<String> asking, Throwable cause) {
			if (this.identity == asking) {
				this.identity = null;
				this.failure = new NotReachedException(cause);
			}
		}

		/**
		 * Notes who it is.
		 * @return whether it was not reached for a while before
		 */
		private synchronized boolean learnt(CompletableFuture<String> asking, String id) {
			if (this.identity != asking) {
				return false;
			}
			boolean wasAway = this.lostAt != 0 && System.nanoTime() - this.lostAt >= CacheServer.AWAY;
			this.last = id;
			this.lostAt = 0;
			return wasAway;
		}

		private void lost() {
			synchronized (this) {
				this.identity = null;
				this.failure = BypassedException.NOT_SENT;
				this.askedAt = System.nanoTime() - PAUSE;
			}
			ClusterPrimaries.this.servers = null;
		}

		@Override
		public void onRedisConnected(RedisChannelHandler<?, ?> connection, SocketAddress address) {
			lost();
		}

		@Override
		public void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
			synchronized (this) {
				this.lostAt = (this.lostAt != 0) ? this.lostAt : System.nanoTime();
			}
			lost();
		}

	}

}
