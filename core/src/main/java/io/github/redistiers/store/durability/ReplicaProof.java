package io.github.redistiers.store.durability;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;

/**
 * WAIT answers how many replicas have received what was written.
 */
final class ReplicaProof implements Proof {

	private final int replicas;

	private final Duration timeout;

	ReplicaProof(int replicas, Duration timeout) {
		this.replicas = replicas;
		this.timeout = timeout;
	}

	@Override
	public CompletionStage<Boolean> await(RedisClusterAsyncCommands<byte[], byte[]> commands, ServerState state) {
		if (state.replicas() < this.replicas) {
			throw new UnconfirmedException("the server has %d connected replicas, and %d must have a change"
				.formatted(state.replicas(), this.replicas),
					"Connect more replicas, or lower redis-tiers.store.durability-replicas.");
		}
		return commands.waitForReplication(this.replicas, this.timeout.toMillis()).thenApply((received) -> {
			if (received < this.replicas) {
				throw new UnconfirmedException("%d of %d replicas had received it after %d ms".formatted(received,
						this.replicas, this.timeout.toMillis()));
			}
			return false;
		});
	}

}
