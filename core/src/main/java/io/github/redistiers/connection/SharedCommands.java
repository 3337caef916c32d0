package io.github.redistiers.connection;

import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisAdvancedClusterAsyncCommands;

/**
 * Makes the commands of the connection that all callers of a tier share, once for each
 * connection. All that is sent on it passes them.
 *
 * @since 0.1.0
 */
public interface SharedCommands {

	/**
	 * Makes the commands of a connection to one primary.
	 * @param connection the connection
	 * @return its commands
	 */
	RedisAsyncCommands<byte[], byte[]> of(StatefulRedisConnection<byte[], byte[]> connection);

	/**
	 * Makes the commands of a connection to a cluster.
	 * @param connection the connection
	 * @return its commands
	 */
	RedisAdvancedClusterAsyncCommands<byte[], byte[]> of(StatefulRedisClusterConnection<byte[], byte[]> connection);

}
