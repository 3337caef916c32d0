package io.github.redistiers.guard;

import io.github.redistiers.TierRole;

/**
 * {@code store.headroom}: a store near its limit soon refuses writes, and one that is at
 * its limit does.
 */
final class HeadroomCheck implements ServerCheck {

	@Override
	public String id() {
		return "store.headroom";
	}

	@Override
	public TierRole role() {
		return TierRole.STORE;
	}

	@Override
	public FindingKind kind() {
		return FindingKind.CONDITION;
	}

	@Override
	public Judgement judge(InspectedServer server) {
		Memory memory = Memory.of(server);
		if (!memory.isScarce()) {
			return Judgement.ok(memory.inWords());
		}
		return Judgement.wrong(memory.isUsedUp() ? Severity.ERROR : Severity.WARNING, memory.inWords(), "10 % free",
				memory.isUsedUp() ? "The store is full: it refuses writes (OOM)."
						: "A full store refuses writes (OOM).",
				Remedy.on(server)
					.then("If the machine has the memory (leave it as much again for snapshots):")
					.set("maxmemory", memory.roomier())
					.then("Otherwise find what grows (redis-cli --bigkeys) and delete what nobody needs."));
	}

}
