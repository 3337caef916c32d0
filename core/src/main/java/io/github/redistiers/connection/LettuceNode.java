package io.github.redistiers.connection;

import io.github.redistiers.connection.NodeUnreachableException.Kind;
import io.lettuce.core.RedisCredentialsProvider;
import org.jspecify.annotations.Nullable;

/**
 * One server that is reached through Lettuce.
 */
record LettuceNode(NodeClient client, String host, int port, boolean useSsl,
		@Nullable RedisCredentialsProvider credentials) implements TierNode {

	@Override
	public String address() {
		return TierAddress.of(this.host, this.port, this.useSsl);
	}

	@Override
	public NodeConnection connect() {
		return this.client.connect(this.host, this.port, this.credentials);
	}

	@Override
	public NodeConnection connectWithoutCredentials() {
		return this.client.connect(this.host, this.port, null);
	}

	@Override
	public NodeUnreachableException unusable(Kind kind, @Nullable NodeErrorException reply) {
		return this.client.unusable(kind, reply, address());
	}

	@Override
	public String toString() {
		return address();
	}

}
