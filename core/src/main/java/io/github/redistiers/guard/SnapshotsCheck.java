package io.github.redistiers.guard;

import io.github.redistiers.TierRole;

/**
 * {@code store.snapshots}: the usual production set-up has both, the AOF for the last
 * second and snapshots for backups and fast restarts.
 */
final class SnapshotsCheck implements ServerCheck {

	@Override
	public String id() {
		return "store.snapshots";
	}

	@Override
	public TierRole role() {
		return TierRole.STORE;
	}

	@Override
	public Judgement judge(InspectedServer server) {
		String save = server.setting("save");
		if (!save.isEmpty()) {
			return Judgement.ok("save " + save);
		}
		return Judgement.wrong(Severity.INFO, "no save points", "snapshots beside the AOF",
				"Backups and fast restarts want a recent snapshot.",
				Remedy.on(server).run("CONFIG SET save \"3600 1\"", Remedy.on(server).keep("save 3600 1")));
	}

}
