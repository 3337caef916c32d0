package io.github.redistiers.guard;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The replicas of one primary that copy its data before they follow it. That takes as
 * long as the data is large, and is as it should be while it gets on.
 */
final class ReplicaCopies {

	/**
	 * Before the copy begins, the primary writes a snapshot or waits for other replicas.
	 */
	private static final Duration PATIENCE = Duration.ofMinutes(2);

	/** More than what a primary says to replicas that have nothing to do. */
	private static final double PROGRESS = 64 * 1024;

	private static final Set<String> COPYING = Set.of("wait_bgsave", "send_bulk", "send_bulk_and_stream",
			"bg_transfer");

	private final Map<String, Instant> gotOnAt = new HashMap<>();

	private double sent;

	/**
	 * Finds the replicas that copy, and get on.
	 */
	synchronized Set<String> under(InspectedServer primary, List<ReplicasCheck.Replica> replicas) {
		Instant now = primary.at();
		ServerInfo info = primary.info();
		double before = this.sent;
		this.sent = sent(info);
		boolean isSending = this.sent - before > PROGRESS;
		boolean isSaving = info.numberOrNaN("rdb_bgsave_in_progress") > 0;
		Set<String> copying = new HashSet<>();
		Set<String> gettingOn = new HashSet<>();
		for (ReplicasCheck.Replica replica : replicas) {
			if (COPYING.contains(replica.state())) {
				copying.add(replica.address());
				boolean getsOn = isSending || (isSaving && !replica.state().equals("send_bulk"));
				Instant last = this.gotOnAt.merge(replica.address(), now, (then, at) -> getsOn ? at : then);
				if (!last.isBefore(now.minus(PATIENCE))) {
					gettingOn.add(replica.address());
				}
			}
		}
		this.gotOnAt.keySet().retainAll(copying);
		return gettingOn;
	}

	/**
	 * Redis 6.2 counts only what it sends to everybody.
	 */
	private static double sent(ServerInfo info) {
		double toReplicas = info.numberOrNaN("total_net_repl_output_bytes");
		return Double.isNaN(toReplicas) ? info.numberOrNaN("total_net_output_bytes") : toReplicas;
	}

}
