package io.github.redistiers.guard;

import java.util.ArrayList;
import java.util.List;

import io.github.redistiers.TierRole;

/**
 * {@code store.persistence-health}: the last attempt to write to disk must have worked.
 */
final class PersistenceHealthCheck extends ConditionCheck {

	private static final String WRITE = "aof_last_write_status";

	private static final String REWRITE = "aof_last_bgrewrite_status";

	private static final String SNAPSHOT = "rdb_last_bgsave_status";

	private static final List<String> ATTEMPTS = List.of(WRITE, REWRITE, SNAPSHOT);

	PersistenceHealthCheck() {
		super(TierRole.STORE, "persistence-health");
	}

	@Override
	public Judgement judge(InspectedServer server) {
		List<String> failed = new ArrayList<>();
		for (String attempt : ATTEMPTS) {
			if (!server.info().text(attempt).equals("ok")) {
				failed.add(attempt);
			}
		}
		if (failed.isEmpty()) {
			return Judgement.ok("the last write, rewrite and snapshot worked");
		}
		return Judgement.wrong(severity(server.info(), failed), String.join(":err, ", failed) + ":err", "ok",
				harm(server.info(), failed), remedy(server, failed));
	}

	/**
	 * An error where the store refuses writes or does not keep them.
	 */
	private static Severity severity(ServerInfo info, List<String> failed) {
		return (info.isReplica() || isRewriteAlone(info, failed)) ? Severity.WARNING : Severity.ERROR;
	}

	/**
	 * Until the next rewrite works the file grows, and holds everything - unless the one
	 * that failed is the first, which the server begins again and again.
	 */
	private static boolean isRewriteAlone(ServerInfo info, List<String> failed) {
		boolean isFirst = info.numberOrNaN("aof_base_size") == 0
				&& (info.numberOrNaN("aof_rewrite_in_progress") > 0 || info.numberOrNaN("aof_rewrite_scheduled") > 0);
		return failed.equals(List.of(REWRITE)) && !isFirst;
	}

	private static String harm(ServerInfo info, List<String> failed) {
		if (info.isReplica()) {
			return "The replica's disk may lack what was written since, and if it took over it might refuse writes"
					+ " (MISCONF).";
		}
		if (isRewriteAlone(info, failed)) {
			return "Writes are kept, but the AOF grows until a rewrite works, and fills the disk in the end.";
		}
		return "What was written since may not be on the disk, and writes may be refused (MISCONF).";
	}

	private static Remedy remedy(InspectedServer server, List<String> failed) {
		Remedy remedy = Remedy.on(server)
			.then("Look at the server's log and at its disk (df -h, mount, dmesg), free or mend it; then:");
		if (failed.contains(WRITE) && isRedis70(server)) {
			remedy
				.then("The AOF anew, without a restart, which would lose what is in memory only. On Redis 7.0 nothing"
						+ " else ends an I/O error of fsync:")
				.run("CONFIG SET appendonly no", "")
				.run("CONFIG SET appendonly yes", "nothing is durable until the next line shows it")
				.untilRewritten();
		}
		else if (failed.contains(WRITE) || failed.contains(REWRITE)) {
			remedy.run("BGREWRITEAOF", "after an I/O error of fsync, nothing else lets it write again")
				.untilRewritten();
		}
		if (failed.contains(SNAPSHOT)) {
			remedy.run("BGSAVE", "");
		}
		failed.forEach((attempt) -> remedy.repeatUntil("INFO persistence", attempt + ":ok"));
		return remedy;
	}

	private static boolean isRedis70(InspectedServer server) {
		return server.info().isAtLeast(7, 0) && !server.info().isAtLeast(7, 2);
	}

}
