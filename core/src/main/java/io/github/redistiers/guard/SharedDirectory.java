package io.github.redistiers.guard;

import java.net.URI;

import io.github.redistiers.TierRole;

/**
 * Whether two servers of one machine write into one directory: each loads what the other
 * has written, and the next restart finds what either has left. No server complains. Of
 * two containers it cannot be seen, since each has a machine of its own.
 */
final class SharedDirectory {

	private SharedDirectory() {
	}

	/**
	 * Compares two servers.
	 * @throws UnknownFactException if a server does not tell its directory
	 */
	static boolean isSharedBy(InspectedServer one, InspectedServer other) {
		return areOnOneMachine(one, other) && areEqual("dir", one, other)
				&& (areEqual("dbfilename", one, other) || haveOneAof(one, other));
	}

	private static boolean haveOneAof(InspectedServer one, InspectedServer other) {
		return one.info().flag("aof_enabled") && other.info().flag("aof_enabled")
				&& areEqual("appendfilename", one, other) && (!one.info().isAtLeast(7, 0)
						|| !other.info().isAtLeast(7, 0) || areEqual("appenddirname", one, other));
	}

	private static boolean areEqual(String setting, InspectedServer one, InspectedServer other) {
		return one.setting(setting).equals(other.setting(setting));
	}

	static Judgement wrong(InspectedServer one, InspectedServer other) {
		boolean isOneCache = one.tier().role() == TierRole.CACHE;
		InspectedServer leaves = isOneCache ? one : other;
		InspectedServer stays = isOneCache ? other : one;
		return Judgement.wrong(Severity.WARNING,
				"the directory " + one.setting("dir") + " of both " + one.node().address() + " and "
						+ other.node().address(),
				"a directory for each server",
				"Each loads and overwrites the other's files: the next restart may find the other's data, or none.",
				remedy(leaves, stays));
	}

	/**
	 * Since 7.0 a server that runs cannot be given another directory.
	 */
	private static Remedy remedy(InspectedServer leaves, InspectedServer stays) {
		String where = leaves.node().address();
		Remedy remedy = Remedy.on(stays)
			.then("Restart neither of them yet: each would load what the other has written.");
		if (leaves.tier().role() == TierRole.CACHE) {
			remedy
				.then("End the cache at " + where + " with SHUTDOWN NOSAVE, set dir in its redis.conf to a directory of"
						+ " its own, empty and writable, and start it: it begins empty and fills by itself.");
		}
		else {
			remedy.then("Start another server with a directory of its own as a replica of " + where
					+ " (replicaof). Once its INFO shows master_link_status:up, stop what writes, make it a primary"
					+ " (REPLICAOF NO ONE), use its address instead, and end " + where + " with SHUTDOWN NOSAVE.");
		}
		return remedy.then("Then let the one that stays write its files anew:")
			.run("BGREWRITEAOF", "")
			.untilRewritten()
			.run("BGSAVE", "")
			.repeatUntil("INFO persistence", "rdb_bgsave_in_progress:0");
	}

	/**
	 * A server that is reached at another port than its own is in a container, and two
	 * processes of one number are on two machines, or in two containers.
	 */
	private static boolean areOnOneMachine(InspectedServer one, InspectedServer other) {
		ServerInfo left = one.info();
		ServerInfo right = other.info();
		return isOwnPort(one) && isOwnPort(other) && host(one).equals(host(other))
				&& !left.text("run_id").equals(right.text("run_id"))
				&& !left.text("process_id").equals(right.text("process_id"));
	}

	private static boolean isOwnPort(InspectedServer server) {
		try {
			return URI.create(server.node().address()).getPort() == server.info().number("tcp_port");
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

	private static String host(InspectedServer server) {
		String host = String.valueOf(URI.create(server.node().address()).getHost());
		return host.equals("127.0.0.1") ? "localhost" : host;
	}

}
