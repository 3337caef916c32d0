package io.github.redistiers.connection;

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
	public String toString() {
		return address();
	}

}
