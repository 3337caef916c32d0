package io.github.redistiers.guard;

import io.github.redistiers.TierRole;

/**
 * {@code cache.persistence}: copies need no disk, and a disk can fill up.
 */
final class CachePersistenceCheck implements ServerCheck {

	@Override
	public String id() {
		return "cache.persistence";
	}

	@Override
	public TierRole role() {
		return TierRole.CACHE;
	}

	@Override
	public Judgement judge(InspectedServer server) {
		boolean aof = server.info().flag("aof_enabled");
		String save = aof ? "" : server.setting("save");
		if (!aof && save.isEmpty()) {
			return Judgement.ok("none");
		}
		Remedy remedy = Remedy.on(server);
		if (aof) {
			remedy.set("appendonly", "no");
		}
		return Judgement.wrong(Severity.WARNING, aof ? "the AOF on" : "save points " + save, "neither",
				"A cache can be rebuilt: writing it to disk is useless work, and a full disk stops its writes"
						+ " (MISCONF).",
				remedy.set("save", "\"\""));
	}

}
