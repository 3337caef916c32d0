package io.github.redistiers.guard;

import io.github.redistiers.TierRole;

/**
 * {@code store.aof}: without the append-only file, a crash loses everything since the
 * last snapshot.
 */
final class AofCheck implements ServerCheck {

	@Override
	public String id() {
		return "store.aof";
	}

	@Override
	public TierRole role() {
		return TierRole.STORE;
	}

	@Override
	public Judgement judge(InspectedServer server) {
		if (server.info().flag("aof_enabled")) {
			return Judgement.ok("on");
		}
		// a server that reads its AOF has it off until it is done
		server.info().requireLoaded();
		return Judgement.wrong(Severity.ERROR, "the AOF off", "appendonly yes",
				"A crash loses every write since the last snapshot, or everything.", remedy(server));
	}

	private static Remedy remedy(InspectedServer server) {
		Remedy remedy = Remedy.on(server)
			.then("In this order; never by editing the file and restarting, which starts with an EMPTY data set:")
			.run("CONFIG SET appendonly yes", "")
			.untilRewritten();
		if (remedy.hasConfigurationFile()) {
			return remedy.run("CONFIG REWRITE", "or in redis.conf: appendonly yes; before any restart");
		}
		return remedy.then("The server has no configuration file, so CONFIG REWRITE would fail: start it with"
				+ " --appendonly yes from now on, or the next restart loses the data.");
	}

}
