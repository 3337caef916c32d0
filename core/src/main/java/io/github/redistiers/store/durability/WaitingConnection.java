package io.github.redistiers.store.durability;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

import io.github.redistiers.connection.SeparateConnections;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisAdvancedClusterAsyncCommands;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * A connection to each primary of the store on which nothing happens but waiting.
 */
final class WaitingConnection implements AutoCloseable {

	/**
	 * Stands for the primary where there is but one.
	 */
	static final String SINGLE = "";

	private final RedisConnectionFactory store;

	private final String prefix;

	private final String process;

	/**
	 * By the id of the node.
	 */
	private final Map<String, Mark> marks = new ConcurrentHashMap<>();

	private volatile @Nullable LettuceConnectionFactory own;

	private volatile @Nullable Object commands;

	/**
	 * A connection.
	 * @param store the factory of the connections that the application uses
	 * @param prefix what marks begin with
	 * @param process what tells this process's marks from others'
	 */
	WaitingConnection(RedisConnectionFactory store, String prefix, String process) {
		this.store = store;
		this.prefix = prefix;
		this.process = process;
	}

	/**
	 * Opens the connection unless it is; blocks meanwhile.
	 * @throws RuntimeException if the store is not there
	 */
	synchronized void open() {
		if (this.commands == null) {
			if (this.own == null) {
				this.own = SeparateConnections.beside(this.store);
			}
			try (RedisConnection connection = this.own.getConnection()) {
				this.commands = connection.getNativeConnection();
			}
		}
	}

	boolean isOpen() {
		return this.commands != null;
	}

	/**
	 * The ids of all primaries that own slots, as far as is known.
	 */
	List<String> ids() {
		StatefulRedisClusterConnection<byte[], byte[]> cluster = cluster();
		return (cluster != null) ? cluster.getPartitions()
			.stream()
			.filter((node) -> node.getRole().isUpstream() && !node.hasNoSlots())
			.map(RedisClusterNode::getNodeId)
			.toList() : List.of(SINGLE);
	}

	/**
	 * One primary.
	 */
	@SuppressWarnings("unchecked")
	CompletionStage<Primary> primary(String id) {
		StatefulRedisClusterConnection<byte[], byte[]> cluster = cluster();
		if (cluster != null) {
			return primary(cluster, id);
		}
		if (this.commands instanceof RedisAsyncCommands<?, ?> single) {
			return CompletableFuture.completedStage(new Primary(mark(SINGLE, "0"),
					(RedisClusterAsyncCommands<byte[], byte[]>) single, single.getStatefulConnection()));
		}
		return CompletableFuture.failedStage(new UnconfirmedException("nothing is connected that could wait for it"));
	}

	@SuppressWarnings("NullAway") // Lettuce's types do not say that a node may be unknown
	private CompletionStage<Primary> primary(StatefulRedisClusterConnection<byte[], byte[]> cluster, String id) {
		RedisClusterNode node = cluster.getPartitions().getPartitionByNodeId(id);
		if (node == null || node.hasNoSlots()) {
			// who names it knows the cluster as it was, and nothing that is sent tells
			// better
			return refresh().handle((refreshed, failure) -> {
				throw new UnconfirmedException("the cluster has changed, and its primary is no longer one");
			});
		}
		return cluster.getConnectionAsync(id)
			.thenApply((connection) -> new Primary(mark(id, tag(node)), connection.async(), connection));
	}

	/**
	 * A text in a slot of a node.
	 */
	private static String tag(RedisClusterNode node) {
		int number = 0;
		while (!node.hasSlot(SlotHash.getSlot(Integer.toString(number)))) {
			number++;
		}
		return Integer.toString(number);
	}

	private Mark mark(String id, String tag) {
		String name = "%sdurable:{%s}:%s:".formatted(this.prefix, tag, this.process);
		return this.marks.compute(id,
				(node, known) -> (known != null && known.prefix().equals(name)) ? known : new Mark(name));
	}

	/**
	 * Looks again who the primaries of a cluster are.
	 */
	CompletionStage<?> refresh() {
		// the application's own too: what is not sent is not redirected either, and it
		// would name a primary for ever that is none
		return refresh(this.own).thenCombine(refresh(this.store), (own, shared) -> shared);
	}

	private static CompletionStage<?> refresh(@Nullable RedisConnectionFactory factory) {
		return (factory instanceof LettuceConnectionFactory lettuce
				&& lettuce.getNativeClient() instanceof RedisClusterClient client) ? client.refreshPartitionsAsync()
						: CompletableFuture.completedStage(null);
	}

	@SuppressWarnings("unchecked")
	private @Nullable StatefulRedisClusterConnection<byte[], byte[]> cluster() {
		return (this.commands instanceof RedisAdvancedClusterAsyncCommands<?, ?> cluster)
				? (StatefulRedisClusterConnection<byte[], byte[]>) cluster.getStatefulConnection() : null;
	}

	@Override
	public synchronized void close() {
		this.commands = null;
		if (this.own != null) {
			this.own.destroy();
		}
	}

	/**
	 * One primary.
	 *
	 * @param mark this process's mark on it
	 * @param commands the connection's on which nothing happens but waiting
	 * @param connection the same
	 */
	record Primary(Mark mark, RedisClusterAsyncCommands<byte[], byte[]> commands, StatefulConnection<?, ?> connection) {

	}

}
