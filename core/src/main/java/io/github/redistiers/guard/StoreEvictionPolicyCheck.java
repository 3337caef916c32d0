package io.github.redistiers.guard;

import io.github.redistiers.TierRole;

/**
 * {@code store.eviction-policy}: a full store must refuse, never forget.
 */
final class StoreEvictionPolicyCheck implements ServerCheck {

	@Override
	public String id() {
		return "store.eviction-policy";
	}

	@Override
	public TierRole role() {
		return TierRole.STORE;
	}

	@Override
	public Judgement judge(InspectedServer server) {
		String policy = server.info().text("maxmemory_policy");
		if (policy.equals("noeviction")) {
			return Judgement.ok(policy);
		}
		return Judgement.wrong(Severity.ERROR, policy, "noeviction", harm(policy), remedy(server));
	}

	private static String harm(String policy) {
		if (policy.contains("volatile")) {
			return "Redis may evict sessions, locks, rate limits and whatever else expires to make room.";
		}
		return "Redis may evict sessions and queued jobs to make room.";
	}

	/**
	 * Under noeviction a full server refuses writes at once, so it gets room first.
	 */
	private static Remedy remedy(InspectedServer server) {
		Remedy remedy = Remedy.on(server);
		Memory memory = Memory.of(server);
		if (memory.isBeyond(0.9)) {
			remedy.then("The server is full (" + memory.inWords()
					+ ") and under noeviction would refuse writes at once, so give it room first:");
			remedy.set("maxmemory", memory.roomier());
		}
		return remedy.set("maxmemory-policy", "noeviction");
	}

}
