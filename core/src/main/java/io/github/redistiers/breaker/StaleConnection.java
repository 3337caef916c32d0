package io.github.redistiers.breaker;

import io.lettuce.core.CommandListenerWriter;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisChannelWriter;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.protocol.CommandExpiryWriter;
import io.lettuce.core.protocol.DefaultEndpoint;

/**
 * Gives up a connection whose peer may be gone without a word, or is not the primary any
 * more. Lettuce connects again, to wherever the node is by then.
 *
 * @since 0.1.0
 */
public final class StaleConnection {

	private StaleConnection() {
	}

	/**
	 * Whether a server has answered that it is a replica. Who is demoted disconnects its
	 * clients, but not those who come later, with an address from before.
	 * @param error what it has answered; of a script the code is not the first word
	 * @return whether there is no point in going on with this connection
	 */
	public static boolean isToReplica(String error) {
		return error.contains("READONLY ");
	}

	/**
	 * Disconnects from a primary of a cluster.
	 * @param cluster the connection to the cluster
	 * @param primary the primary
	 */
	@SuppressWarnings("FutureReturnValueIgnored") // what is not connected needs no more
	public static void disconnect(StatefulRedisClusterConnection<byte[], byte[]> cluster, RedisClusterNode primary) {
		// by its address, as commands go there: by its id it would be another connection
		cluster.getConnectionAsync(primary.getUri().getHost(), primary.getUri().getPort())
			.thenAccept(StaleConnection::disconnect);
	}

	/**
	 * Disconnects from one node.
	 * @param connection the connection
	 */
	public static void disconnect(StatefulConnection<?, ?> connection) {
		if (connection instanceof RedisChannelHandler<?, ?> handler) {
			RedisChannelWriter writer = handler.getChannelWriter();
			while (writer instanceof CommandExpiryWriter || writer instanceof CommandListenerWriter) {
				writer = (writer instanceof CommandExpiryWriter outer) ? outer.getDelegate()
						: ((CommandListenerWriter) writer).getDelegate();
			}
			if (writer instanceof DefaultEndpoint endpoint) {
				endpoint.disconnect();
			}
		}
	}

}
