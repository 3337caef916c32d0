package io.github.redistiers.connection;

import java.util.concurrent.CompletableFuture;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisException;

/**
 * Notes that a client's connection is lost. Lettuce may keep a command that was under way
 * for a reconnect that never comes, and its caller would wait in vain.
 */
final class ConnectionLoss implements RedisConnectionStateListener {

	private final CompletableFuture<?> future = new CompletableFuture<>();

	@Override
	public void onRedisDisconnected(RedisChannelHandler<?, ?> lost) {
		this.future.completeExceptionally(new RedisException(ConnectFailure.CLOSED_PREMATURELY));
	}

	/**
	 * Fails when a connection is lost and never ends otherwise.
	 */
	CompletableFuture<?> future() {
		return this.future;
	}

}
