package io.github.redistiers.guard;

import java.util.List;
import java.util.UUID;

import io.github.redistiers.TierRole;
import io.github.redistiers.connection.NodeConnection;
import io.github.redistiers.connection.NodeErrorException;
import io.github.redistiers.connection.NodeUnreachableException;
import io.github.redistiers.connection.RedisTier;
import org.jspecify.annotations.Nullable;

/**
 * {@code tiers.same-server}: one process has one eviction policy, which cannot suit two
 * roles. Host names, forwarders and database numbers do not make two servers out of one.
 */
final class SameServerCheck implements TiersCheck {

	static final String ID = "tiers.same-server";

	@Override
	public String id() {
		return ID;
	}

	@Override
	public Judgement judge(InspectedTier one, InspectedTier other) {
		UnknownFactException unknown = null;
		for (InspectedServer left : one.servers()) {
			for (InspectedServer right : other.servers()) {
				try {
					if (areSame(left, right)) {
						return wrong(left, right);
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
		return Judgement.ok("two servers");
	}

	private static boolean areSame(InspectedServer left, InspectedServer right) {
		String leftId = runId(left);
		String rightId = runId(right);
		if (leftId != null && rightId != null) {
			return leftId.equals(rightId);
		}
		return hears(right, left);
	}

	private static @Nullable String runId(InspectedServer server) {
		try {
			return server.info().text("run_id");
		}
		catch (UnknownFactException ex) {
			return null;
		}
	}

	/**
	 * A subscription is known to its own process alone, and needs no INFO.
	 */
	private static boolean hears(InspectedServer listener, InspectedServer subscriber) {
		String channel = "redis-tiers:guard:" + UUID.randomUUID();
		try (NodeConnection subscription = subscriber.node().connect();
				NodeConnection connection = listener.node().connect()) {
			subscription.subscribe(channel);
			Object reply = connection.execute("PUBSUB", "NUMSUB", channel);
			return reply instanceof List<?> counts && counts.size() > 1
					&& Long.parseLong(String.valueOf(counts.get(1))) > 0;
		}
		catch (NodeErrorException | NodeUnreachableException | NumberFormatException ex) {
			// INFO is what was refused, and what is worth allowing
			subscriber.info();
			listener.info();
			throw new UnknownFactException("The servers tell no run_id, and a subscription on one could not be looked"
					+ " for on the other. Look both up where they are managed, then declare it (assumed).");
		}
	}

	private static Judgement wrong(InspectedServer left, InspectedServer right) {
		RedisTier movable = (left.tier().role() == TierRole.CACHE) ? left.tier() : right.tier();
		return Judgement.wrong(Severity.ERROR, "one process behind both addresses", "a server for each tier",
				"Its one eviction policy either loses the store's data or blocks the full cache; database numbers do"
						+ " not change that.",
				Remedy.of("Start a second server as in docs/servers/cache.conf, and set redis-tiers." + movable.name()
						+ ".url to it."));
	}

}
