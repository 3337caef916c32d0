package io.github.redistiers.guard;

import io.github.redistiers.TierRole;

/**
 * {@code store.fsync}: what is never forced to the disk is lost with the power.
 */
final class FsyncCheck implements ServerCheck {

	@Override
	public String id() {
		return "store.fsync";
	}

	@Override
	public TierRole role() {
		return TierRole.STORE;
	}

	@Override
	public Judgement judge(InspectedServer server) {
		String fsync = server.setting("appendfsync");
		if (!fsync.equals("no")) {
			return Judgement.ok(fsync);
		}
		return Judgement.wrong(Severity.ERROR, "appendfsync no", "everysec or always",
				"A power cut loses all that the kernel has not written yet, which may be half a minute's.",
				Remedy.on(server).set("appendfsync", "everysec"));
	}

}
