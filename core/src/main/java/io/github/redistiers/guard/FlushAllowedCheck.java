package io.github.redistiers.guard;

import java.util.Locale;
import java.util.Objects;

import io.github.redistiers.TierRole;

/**
 * {@code store.flush-allowed}: one mistyped command, or a library's clean-up, must not be
 * able to delete the only copy of everything. Neither way of asking deletes anything.
 */
final class FlushAllowedCheck implements ServerCheck {

	private static final String SCRIPT = ScriptText.load("flush-allowed.lua");

	@Override
	public String id() {
		return "store.flush-allowed";
	}

	@Override
	public TierRole role() {
		return TierRole.STORE;
	}

	@Override
	public Judgement judge(InspectedServer server) {
		boolean all = isAllowed(server, "FLUSHALL");
		boolean database = isAllowed(server, "FLUSHDB");
		if (!all && !database) {
			return Judgement.ok("neither");
		}
		String found = !all ? "FLUSHDB" : database ? "FLUSHALL and FLUSHDB" : "FLUSHALL";
		return Judgement.wrong(Severity.WARNING, found + " allowed to this user", "neither",
				"One mistake deletes everything at once.",
				Remedy.on(server)
					.run("ACL SETUSER " + user(server) + " -flushall -flushdb",
							"and in redis.conf, at the end of the user's line: -flushall -flushdb"));
	}

	private static boolean isAllowed(InspectedServer server, String command) {
		if (knowsAclCheck(server)) {
			try {
				return "true".equals(server.ask("EVAL", SCRIPT, "0", command));
			}
			catch (UnknownFactException ex) {
				// no EVAL, or no such function: the other way is left
			}
		}
		return probe(server, command);
	}

	private static boolean knowsAclCheck(InspectedServer server) {
		try {
			return server.info().isAtLeast(7, 0);
		}
		catch (UnknownFactException ex) {
			return true;
		}
	}

	/**
	 * With an option that no server knows, which keeps the command from being carried
	 * out: permissions are looked at first, the arguments afterwards.
	 */
	private static boolean probe(InspectedServer server, String command) {
		try {
			server.ask(command, "NOSUCHOPTION");
			return true;
		}
		catch (UnknownFactException ex) {
			String reply = ex.reply();
			if (reply == null) {
				throw ex;
			}
			if (Refusals.code(reply).equals("NOPERM") || Refusals.isMissingCommand(reply)) {
				return false;
			}
			String lower = reply.toLowerCase(Locale.ROOT);
			// the latter before 4.0, where there are no options, nor users
			if (lower.contains("syntax error") || lower.contains("wrong number of arguments")) {
				return true;
			}
			throw new UnknownFactException("The server answered the question whether this user may run " + command
					+ " with an error: " + reply);
		}
	}

	private static String user(InspectedServer server) {
		try {
			return Objects.toString(server.ask("ACL", "WHOAMI"), "<user>");
		}
		catch (UnknownFactException ex) {
			return "<user>";
		}
	}

}
