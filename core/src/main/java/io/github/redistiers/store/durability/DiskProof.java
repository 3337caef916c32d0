package io.github.redistiers.store.durability;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.ArrayOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.ProtocolKeyword;
import org.jspecify.annotations.Nullable;

/**
 * With {@code appendfsync always}, what is answered is on the disk. Otherwise WAITAOF
 * waits for the next sync, where it tells the truth.
 */
final class DiskProof implements Proof {

	private static final String ALWAYS = "always";

	private final Duration timeout;

	private final @Nullable String assumedAppendfsync;

	DiskProof(Duration timeout, @Nullable String assumedAppendfsync) {
		this.timeout = timeout;
		this.assumedAppendfsync = assumedAppendfsync;
	}

	@Override
	public CompletionStage<Boolean> await(RedisClusterAsyncCommands<byte[], byte[]> commands, ServerState state) {
		requireWriting(state);
		return commands.configGet("*appendfsync*")
			.exceptionally(this::untold)
			.thenCompose((settings) -> await(commands, state, settings));
	}

	private CompletionStage<Boolean> await(RedisClusterAsyncCommands<byte[], byte[]> commands, ServerState state,
			Map<String, String> settings) {
		String appendfsync = settings.getOrDefault("appendfsync", "");
		boolean evenThen = settings.getOrDefault("no-appendfsync-on-rewrite", "no").equals("no");
		if (appendfsync.equals(ALWAYS) && evenThen) {
			return CompletableFuture.completedStage(true);
		}
		if (!state.hasTrustedWait()) {
			throw incapable(state, appendfsync, evenThen);
		}
		if (appendfsync.equals("no")) {
			throw new UnconfirmedException("appendfsync is no on the server, so nothing syncs its append-only file",
					"Set appendfsync to always or everysec there.");
		}
		CommandArgs<byte[], byte[]> arguments = new CommandArgs<>(ByteArrayCodec.INSTANCE).add(1)
			.add(0)
			.add(this.timeout.toMillis());
		return commands.dispatch(WaitAof.WAITAOF, new ArrayOutput<>(ByteArrayCodec.INSTANCE), arguments)
			.thenCombine(commands.info(), (synced, info) -> {
				requireSynced(synced);
				// after a failed sync WAITAOF answers as if it had been well
				requireWriting(ServerState.of(info));
				return false;
			});
	}

	private Map<String, String> untold(Throwable failure) {
		if (failure instanceof RedisCommandExecutionException) {
			return (this.assumedAppendfsync != null) ? Map.of("appendfsync", this.assumedAppendfsync) : Map.of();
		}
		throw (failure instanceof RuntimeException unchecked) ? unchecked : new IllegalStateException(failure);
	}

	private void requireSynced(List<Object> synced) {
		if (synced.isEmpty() || !Long.valueOf(1).equals(synced.get(0))) {
			throw new UnconfirmedException("the disk took longer than %d ms".formatted(this.timeout.toMillis()));
		}
	}

	private static void requireWriting(ServerState state) {
		if (!state.isAppendOnly()) {
			throw new UnconfirmedException("the server keeps no append-only file (appendonly no)",
					"Switch it on: CONFIG SET appendonly yes, wait until INFO persistence shows"
							+ " aof_rewrite_in_progress:0 and aof_rewrite_scheduled:0, then CONFIG REWRITE.");
		}
		if (!state.hasWholeFile()) {
			throw new UnconfirmedException("the server's append-only file is not complete before its first rewrite"
					+ " has ended (aof_rewrite_in_progress)");
		}
		if (!state.isWriting()) {
			throw new UnconfirmedException(
					"the server could not write its append-only file (aof_last_write_status is not ok)");
		}
	}

	private static UnconfirmedException incapable(ServerState state, String appendfsync, boolean evenThen) {
		String always = "Set appendfsync to always and no-appendfsync-on-rewrite to no there (CONFIG SET, then CONFIG"
				+ " REWRITE)";
		if (appendfsync.isEmpty()) {
			return new UnconfirmedException("the server does not tell its appendfsync (CONFIG GET)",
					always + ", and either permit +config|get or set redis-tiers.store.assumed-appendfsync to always.");
		}
		return new UnconfirmedException((appendfsync.equals(ALWAYS) && !evenThen)
				? "no-appendfsync-on-rewrite is yes on the server, which does not sync while it rewrites its file"
				: "appendfsync is %s on the server, and WAITAOF of %s does not tell when a change is on the disk"
					.formatted(appendfsync, state.product()),
				always + ".");
	}

	/**
	 * A command that Lettuce has no name for.
	 */
	private enum WaitAof implements ProtocolKeyword {

		WAITAOF;

		@Override
		public byte[] getBytes() {
			return name().getBytes(StandardCharsets.US_ASCII);
		}

	}

}
