package io.github.redistiers;

import java.util.function.UnaryOperator;

import io.github.redistiers.devservices.FaultProxy;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.RedisServerBuilder;
import io.github.redistiers.devservices.ReplicaPair;

/**
 * A primary and its replica, behind an address that leads to whichever was promoted last.
 */
public final class MovingPrimary implements AutoCloseable {

	private final ReplicaPair pair;

	private final FaultProxy address;

	/**
	 * Starts both servers.
	 * @param settings what they have in common
	 */
	public MovingPrimary(UnaryOperator<RedisServerBuilder> settings) {
		this.pair = ReplicaPair.start(settings);
		this.address = FaultProxy.to(this.pair.primary());
	}

	public ReplicaPair pair() {
		return this.pair;
	}

	public FaultProxy address() {
		return this.address;
	}

	/**
	 * Has the servers change places without disconnecting anybody.
	 */
	public void demote() {
		RedisServer demoted = this.pair.primary();
		RedisServer promoted = this.pair.replica();
		this.pair.awaitInStep();
		this.address.moveTo(promoted);
		promoted.makePrimary();
		demoted.execute("REPLICAOF", promoted.host(), String.valueOf(promoted.port()));
	}

	@Override
	public void close() {
		this.address.close();
		this.pair.close();
	}

}
