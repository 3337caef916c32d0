package io.github.redistiers.guard;

import io.github.redistiers.TierRole;

/**
 * {@code store.aof-rewrite}: an append-only file that was just switched on holds nothing
 * before its first rewrite is done.
 */
final class AofRewriteCheck extends ConditionCheck {

	AofRewriteCheck() {
		super(TierRole.STORE, "aof-rewrite");
	}

	@Override
	public Judgement judge(InspectedServer server) {
		ServerInfo info = server.info();
		if (!info.flag("aof_enabled")) {
			return Judgement.ok("the AOF off");
		}
		boolean running = info.flag("aof_rewrite_in_progress") || info.flag("aof_rewrite_scheduled");
		if (!running || info.number("aof_base_size") > 0) {
			return Judgement.ok("a complete AOF");
		}
		return Judgement.wrong(Severity.WARNING, "the AOF's first rewrite unfinished", "its end",
				"Nothing is durable yet: a crash now loses everything.",
				Remedy.on(server).then("Wait, and do not restart the server:").untilRewritten());
	}

}
