package io.github.redistiers.store.durability;

import java.util.concurrent.CompletionStage;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;

/**
 * What makes the changes durable that a server has made.
 */
interface Proof {

	/**
	 * Waits until everything is durable that was written before on this connection.
	 * Several commands may be under way on it.
	 * @param commands a connection's on which nobody else waits
	 * @param state what the server said a moment ago
	 * @return whether changes on this server are durable from now on before they are
	 * answered; fails with {@link UnconfirmedException} if the server cannot or does not
	 */
	CompletionStage<Boolean> await(RedisClusterAsyncCommands<byte[], byte[]> commands, ServerState state);

}
