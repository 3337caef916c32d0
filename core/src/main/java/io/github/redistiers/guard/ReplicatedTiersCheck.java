package io.github.redistiers.guard;

import org.jspecify.annotations.Nullable;

/**
 * {@code tiers.replicated}: servers that share one data set are one server with two
 * doors. A copy that was restored from the other's backup is no such relation.
 */
final class ReplicatedTiersCheck implements TiersCheck {

	@Override
	public String id() {
		return "tiers.replicated";
	}

	@Override
	public Judgement judge(InspectedTier one, InspectedTier other) {
		UnknownFactException unknown = null;
		for (InspectedServer left : one.servers()) {
			for (InspectedServer right : other.servers()) {
				try {
					Judgement judgement = compare(left, right);
					if (judgement != null) {
						return judgement;
					}
				}
				catch (UnknownFactException ex) {
					unknown = ex;
				}
			}
		}
		if (unknown != null) {
			throw unknown;
		}
		return Judgement.ok("two data sets");
	}

	private static @Nullable Judgement compare(InspectedServer left, InspectedServer right) {
		if (left.info().text("run_id").equals(right.info().text("run_id"))) {
			// one process, which tiers.same-server reports
			return null;
		}
		if (left.info().text("master_replid").equals(right.info().text("master_replid"))) {
			return replicated(left, right);
		}
		if (left.info().flag("cluster_enabled") && right.info().flag("cluster_enabled") && inOneCluster(left, right)) {
			return Judgement.wrong(Severity.ERROR, "nodes of one cluster", "a cluster for each tier",
					"Keys of both tiers share the nodes, and one eviction policy cannot suit both.",
					Remedy.of("Give each tier a cluster of its own, and set redis-tiers." + left.tier().name()
							+ ".cluster.nodes and redis-tiers." + right.tier().name() + ".cluster.nodes."));
		}
		return null;
	}

	private static boolean inOneCluster(InspectedServer left, InspectedServer right) {
		String id = String.valueOf(right.ask("CLUSTER", "MYID"));
		return String.valueOf(left.ask("CLUSTER", "NODES")).contains(id);
	}

	private static Judgement replicated(InspectedServer left, InspectedServer right) {
		InspectedServer replica = isReplica(left) ? left : right;
		InspectedServer origin = (replica == left) ? right : left;
		String why = "What is written to one tier appears in the other, or is overwritten by it.";
		if (!isReplica(replica) || isReplica(origin)) {
			return Judgement.wrong(Severity.ERROR, "replicas of one primary", "a data set for each tier", why,
					Remedy.of("Give each tier a primary of its own, and set redis-tiers." + left.tier().name()
							+ ".url and redis-tiers." + right.tier().name() + ".url."));
		}
		return Judgement.wrong(Severity.ERROR, replica.node().address() + " replicating " + origin.node().address(),
				"a data set for each tier", why, Remedy.on(replica)
					.run("REPLICAOF NO ONE", "and remove replicaof from redis.conf; the server keeps its copy"));
	}

	private static boolean isReplica(InspectedServer server) {
		return server.info().isReplica();
	}

}
