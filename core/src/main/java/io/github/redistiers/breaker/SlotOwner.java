package io.github.redistiers.breaker;

import java.nio.ByteBuffer;

import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.RedisCommand;
import org.jspecify.annotations.Nullable;

/**
 * Which primary of a cluster a command goes to.
 *
 * @since 0.1.0
 */
public final class SlotOwner {

	private SlotOwner() {
	}

	/**
	 * Finds the primary that owns the slot of a command's first key.
	 * @param connection knows the topology
	 * @param command a command
	 * @return the primary, as far as is known; {@code null} for a command without a key,
	 * or if nobody owns the slot
	 */
	@SuppressWarnings("NullAway") // Lettuce's types do not say that a slot may have no
									// owner
	public static @Nullable RedisClusterNode of(StatefulRedisClusterConnection<byte[], byte[]> connection,
			RedisCommand<byte[], byte[], ?> command) {
		CommandArgs<byte[], byte[]> arguments = command.getArgs();
		ByteBuffer key = (arguments != null) ? arguments.getFirstEncodedKey() : null;
		return (key != null) ? connection.getPartitions().getMasterBySlot(SlotHash.getSlot(key)) : null;
	}

}
