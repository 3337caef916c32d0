package io.github.redistiers.store.durability;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.SetArgs;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import org.jspecify.annotations.Nullable;

/**
 * A key on one primary that only this process writes, under another name each time. Where
 * its newest name is found, everything is found that was written before it on the same
 * connection. A full server accepts the change of its name.
 * <p>
 * Not for several threads at once.
 */
final class Mark {

	static final Duration KEPT = Duration.ofDays(1);

	private final String prefix;

	private long count;

	private byte @Nullable [] current;

	Mark(String prefix) {
		this.prefix = prefix;
	}

	String prefix() {
		return this.prefix;
	}

	/**
	 * Writes the mark.
	 * @return its name
	 */
	CompletionStage<byte[]> write(RedisClusterAsyncCommands<byte[], byte[]> commands) {
		byte[] next = (this.prefix + ++this.count).getBytes(StandardCharsets.UTF_8);
		byte[] last = this.current;
		this.current = null;
		CompletionStage<?> written = (last != null)
				? commands.rename(last, next).exceptionallyCompose((failure) -> afresh(commands, next, failure))
				: set(commands, next);
		return written.thenApply((ok) -> {
			this.current = next;
			return next;
		});
	}

	private static CompletionStage<String> afresh(RedisClusterAsyncCommands<byte[], byte[]> commands, byte[] name,
			Throwable failure) {
		// expired, or lost with its server
		boolean missing = failure instanceof RedisCommandExecutionException
				&& String.valueOf(failure.getMessage()).contains("no such key");
		return missing ? set(commands, name) : CompletableFuture.failedStage(failure);
	}

	private static CompletionStage<String> set(RedisClusterAsyncCommands<byte[], byte[]> commands, byte[] name) {
		return commands.set(name, new byte[0], SetArgs.Builder.px(KEPT));
	}

}
