package io.github.redistiers.guard;

import java.util.List;
import java.util.Map;

import io.github.redistiers.TierRole;

/**
 * {@code cache.eviction-policy}: a full cache must make room, and choose well.
 */
final class CacheEvictionPolicyCheck implements ServerCheck {

	private static final Map<String, String> BROKEN = Map.of("noeviction",
			"A full cache refuses writes instead of making room.", "volatile-ttl",
			"A full cache drops what expires next, however much it is used.", "volatile-random",
			"A full cache drops entries at random, the most used ones too.");

	private static final List<String> DOUBTFUL = List.of("volatile-lru", "volatile-lfu", "volatile-lrm");

	@Override
	public String id() {
		return "cache.eviction-policy";
	}

	@Override
	public TierRole role() {
		return TierRole.CACHE;
	}

	@Override
	public Judgement judge(InspectedServer server) {
		String policy = server.info().text("maxmemory_policy");
		if (policy.startsWith("allkeys-")) {
			return Judgement.ok(policy);
		}
		String harm = BROKEN.get(policy);
		if (harm != null) {
			return Judgement.wrong(Severity.ERROR, policy, "allkeys-lru", harm, remedy(server));
		}
		if (DOUBTFUL.contains(policy)) {
			return Judgement.wrong(Severity.WARNING, policy, "allkeys-lru",
					"It works only because every entry of ours expires; keys without expiry stay for ever and fill the"
							+ " cache.",
					remedy(server));
		}
		return Judgement.unknown("The policy " + policy
				+ " is not known here. Find out whether it evicts any key, then declare it (assumed).");
	}

	private static Remedy remedy(InspectedServer server) {
		return Remedy.on(server).set("maxmemory-policy", "allkeys-lru");
	}

}
