package io.github.redistiers.guard;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Which servers answered. One that does not do so twice in a row is told, with the
 * reason, and told again when it does; a busy server may miss once. What was away at the
 * start is told with the first report.
 */
final class ReachedServers {

	private static final int TOLD = 2;

	private static final Log logger = LogFactory.getLog(GuardWatch.class);

	/** How often in a row each server that has answered before did not. */
	private final Map<String, Integer> missed = new HashMap<>();

	/**
	 * Takes in a report.
	 * @return whether a server did not answer for the first time, and is to be looked at
	 * again soon
	 */
	boolean isInDoubt(GuardReport report) {
		boolean doubt = false;
		for (TierReport tier : report.tiers()) {
			for (ServerReport server : tier.servers()) {
				doubt |= isInDoubt(tier, server);
			}
			if (tier.reached()) {
				forgetOthers(tier);
			}
		}
		return doubt;
	}

	private boolean isInDoubt(TierReport tier, ServerReport server) {
		String name = key(tier, server);
		if (server.reached()) {
			Integer before = this.missed.put(name, 0);
			if (before != null && before >= TOLD) {
				logger.info("The " + tier.name() + " tier's server " + server.address() + " answers again.");
			}
			return false;
		}
		Integer now = this.missed.computeIfPresent(name, (key, times) -> Math.min(times, TOLD) + 1);
		if (now != null && now == TOLD) {
			logger.warn(server.problem());
		}
		return now != null && now < TOLD;
	}

	/**
	 * Servers that do not belong to the tier any more.
	 */
	private void forgetOthers(TierReport tier) {
		Set<String> all = new HashSet<>();
		for (ServerReport server : tier.servers()) {
			all.add(key(tier, server));
		}
		this.missed.keySet().removeIf((name) -> name.startsWith(tier.name() + " ") && !all.contains(name));
	}

	private static String key(TierReport tier, ServerReport server) {
		return tier.name() + " " + server.address();
	}

}
