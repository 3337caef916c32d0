package io.github.redistiers.guard;

import java.time.Instant;
import java.util.List;

import io.github.redistiers.connection.NodeConnection;
import io.github.redistiers.connection.NodeErrorException;
import io.github.redistiers.connection.NodeUnreachableException;
import io.github.redistiers.connection.RedisTier;
import io.github.redistiers.connection.TierNode;
import org.jspecify.annotations.Nullable;

/**
 * A server that tells what a test lets it tell, for what no real server here tells.
 */
record FakeServer(String address, String infoText) implements InspectedServer, TierNode {

	@Override
	public RedisTier tier() {
		throw new UnsupportedOperationException();
	}

	@Override
	public List<InspectedServer> tierServers() {
		return List.of(this);
	}

	@Override
	public TierNode node() {
		return this;
	}

	@Override
	public Instant at() {
		return Instant.EPOCH;
	}

	@Override
	public List<Sighting> earlier() {
		return List.of();
	}

	@Override
	public ServerInfo info() {
		return ServerInfo.parse(this.infoText);
	}

	@Override
	public @Nullable Object ask(String command, String... arguments) {
		throw new UnknownFactException("forbidden");
	}

	@Override
	public String pingUnauthenticated() {
		throw new UnknownFactException("forbidden");
	}

	@Override
	public String setting(String name) {
		throw new UnknownFactException("forbidden");
	}

	@Override
	public NodeConnection connect() {
		throw new UnsupportedOperationException();
	}

	@Override
	public NodeConnection connectWithoutCredentials() {
		throw new UnsupportedOperationException();
	}

	@Override
	public NodeUnreachableException unusable(NodeUnreachableException.Kind kind, @Nullable NodeErrorException reply) {
		throw new UnsupportedOperationException();
	}

}
