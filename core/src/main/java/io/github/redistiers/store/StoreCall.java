package io.github.redistiers.store;

import java.util.concurrent.CompletionStage;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import org.jspecify.annotations.Nullable;

/**
 * A command, or a script, that is sent to the store in one go.
 *
 * @param <T> the answer's type
 * @since 0.1.0
 */
@FunctionalInterface
public interface StoreCall<T extends @Nullable Object> {

	/**
	 * Sends it.
	 * @param commands those of the connection that all callers share, on which nothing
	 * may block
	 * @return its answer
	 */
	CompletionStage<T> on(RedisClusterAsyncCommands<byte[], byte[]> commands);

}
