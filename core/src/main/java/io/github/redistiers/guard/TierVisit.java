package io.github.redistiers.guard;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.github.redistiers.connection.NodeUnreachableException;
import io.github.redistiers.connection.RedisTier;
import io.github.redistiers.connection.TierNode;
import org.jspecify.annotations.Nullable;

/**
 * What came of the attempt to reach one tier's servers.
 */
record TierVisit(RedisTier tier, GuardMode mode, List<Attempt> attempts) {

	/**
	 * The servers that answered.
	 */
	List<LiveServer> reached() {
		List<LiveServer> reached = new ArrayList<>();
		for (Attempt attempt : this.attempts) {
			LiveServer server = attempt.server();
			if (server != null) {
				reached.add(server);
			}
		}
		return reached;
	}

	/**
	 * Why the tier as a whole is out of reach, or {@code null} if a server answered.
	 */
	@Nullable NodeUnreachableException problem() {
		NodeUnreachableException first = null;
		for (Attempt attempt : this.attempts) {
			if (attempt.server() != null) {
				return null;
			}
			first = (first != null) ? first : attempt.problem();
		}
		return first;
	}

	InspectedTier inspected() {
		return new InspectedTier(this.tier, List.copyOf(reached()));
	}

	TierReport report() {
		List<ServerReport> servers = new ArrayList<>();
		for (Attempt attempt : this.attempts) {
			servers.add(attempt.report());
		}
		return new TierReport(this.tier.name(), this.tier.role(), this.mode, servers);
	}

	/**
	 * One server, reached or not.
	 */
	record Attempt(String address, @Nullable LiveServer server, @Nullable NodeUnreachableException problem) {

		static Attempt on(RedisTier tier, TierNode node, KeptConnections connections, Instant at) {
			try {
				return new Attempt(node.address(), LiveServer.reach(tier, node, connections, at), null);
			}
			catch (NodeUnreachableException ex) {
				return failed(node.address(), ex);
			}
		}

		static Attempt failed(String address, NodeUnreachableException problem) {
			return new Attempt(address, null, problem);
		}

		private ServerReport report() {
			if (this.server == null) {
				return new ServerReport(this.address, null, null,
						(this.problem != null) ? String.valueOf(this.problem.getMessage()) : "");
			}
			try {
				return new ServerReport(this.address, this.server.info().product(), this.server.info(), null);
			}
			catch (UnknownFactException ex) {
				return new ServerReport(this.address, null, null, null);
			}
		}

	}

}
