package io.github.redistiers.store;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

import io.github.redistiers.breaker.GuardedCommand;
import io.github.redistiers.breaker.NodeBreaker;
import io.github.redistiers.breaker.NodeBreakers;
import io.github.redistiers.breaker.StaleConnection;
import io.github.redistiers.breaker.SlotOwner;
import io.lettuce.core.cluster.RedisAdvancedClusterAsyncCommandsImpl;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.RedisCommand;
import org.jspecify.annotations.Nullable;

/**
 * Commands for a cluster. Each passes the circuit breaker of the primary that owns its
 * first key's slot, as far as is known; one without a key passes none.
 */
final class StoreClusterCommands extends RedisAdvancedClusterAsyncCommandsImpl<byte[], byte[]> {

	private final StatefulRedisClusterConnection<byte[], byte[]> connection;

	private final NodeBreakers breakers;

	/**
	 * By the id of the node.
	 */
	private final ConcurrentMap<String, NodeBreaker> met;

	private final @Nullable LongAdder bytesSent;

	StoreClusterCommands(StatefulRedisClusterConnection<byte[], byte[]> connection, NodeBreakers breakers) {
		this(connection, breakers, new ConcurrentHashMap<>(), null);
	}

	private StoreClusterCommands(StatefulRedisClusterConnection<byte[], byte[]> connection, NodeBreakers breakers,
			ConcurrentMap<String, NodeBreaker> met, @Nullable LongAdder bytesSent) {
		super(connection, ByteArrayCodec.INSTANCE);
		this.connection = connection;
		this.breakers = breakers;
		this.met = met;
		this.bytesSent = bytesSent;
	}

	/**
	 * The same commands on the same connection, counted.
	 */
	StoreClusterCommands counting(LongAdder bytesSent) {
		return new StoreClusterCommands(this.connection, this.breakers, this.met, bytesSent);
	}

	@Override
	public <T> AsyncCommand<byte[], byte[], T> dispatch(RedisCommand<byte[], byte[], T> command) {
		RedisClusterNode owner = SlotOwner.of(this.connection, command);
		if (owner == null) {
			return super.dispatch(command);
		}
		return GuardedCommand.send(command, this.connection, breaker(owner),
				() -> StaleConnection.disconnect(this.connection, owner), this.bytesSent);
	}

	private NodeBreaker breaker(RedisClusterNode node) {
		NodeBreaker known = this.met.get(node.getNodeId());
		return (known != null) ? known : this.met.computeIfAbsent(node.getNodeId(),
				(id) -> this.breakers.of(node.getUri().getHost(), node.getUri().getPort()));
	}

}
