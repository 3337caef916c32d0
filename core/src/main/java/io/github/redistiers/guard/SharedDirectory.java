package io.github.redistiers.guard;

import java.net.URI;

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
				&& areEqual("appendfilename", one, other)
				&& (!one.info().isAtLeast(7, 0) || !other.info().isAtLeast(7, 0)
						|| areEqual("appenddirname", one, other));
	}

	private static boolean areEqual(String setting, InspectedServer one, InspectedServer other) {
		return one.setting(setting).equals(other.setting(setting));
	}

	static Judgement wrong(InspectedServer one, InspectedServer other) {
		return Judgement.wrong(Severity.WARNING,
				"the directory " + one.setting("dir") + " of both " + one.node().address() + " and "
						+ other.node().address(),
				"a directory for each server",
				"Both write to the same files: the next restart may find the other's data, or none.",
				Remedy.on(other)
					.then("Do not restart either of them. Give this one a directory of its own, empty and writable for"
							+ " the server:")
					.run("CONFIG SET dir /CHOOSE/ANOTHER/DIRECTORY",
							Remedy.on(other).keep("dir /CHOOSE/ANOTHER/DIRECTORY"))
					.run("CONFIG SET appendonly no", "if it is on: the file it has open is the other's too")
					.run("CONFIG SET appendonly yes", "if it was on")
					.repeatUntil("INFO persistence", "aof_rewrite_in_progress:0")
					.then("Then let the other write its files anew:")
					.run("BGREWRITEAOF", "on " + one.node().address()));
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
