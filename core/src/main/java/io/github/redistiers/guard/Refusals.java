package io.github.redistiers.guard;

import java.util.List;
import java.util.Locale;

import io.github.redistiers.connection.NodeErrorException;

/**
 * What a server's error reply means for somebody who wanted to know something.
 */
final class Refusals {

	private Refusals() {
	}

	/**
	 * Turns an error reply into words.
	 * @param server the server that sent it
	 * @param user the user that the connection speaks as, or {@code <user>}
	 * @param words the command and its arguments
	 * @param error the reply
	 * @return why the fact is not known, and what would let it be known
	 */
	static UnknownFactException explain(InspectedServer server, String user, List<String> words,
			NodeErrorException error) {
		String reply = String.valueOf(error.getMessage());
		boolean refused = code(reply).equals("NOPERM") && !isAboutKeys(reply);
		return new UnknownFactException(sentence(user, name(words), reply),
				refused ? rule(server, user, words) : List.of(), reply);
	}

	private static String sentence(String user, String command, String reply) {
		String code = code(reply);
		if (code.equals("NOPERM")) {
			return isAboutKeys(reply) ? "The user " + user + " may not look at all keys of this server."
					: "The user " + user + " may not run " + command + ".";
		}
		if (isMissingCommand(reply)) {
			return "The server does not offer " + command
					+ ": it is renamed there, or a managed service forbids it. Look the setting up where the server is"
					+ " managed, then declare it (assumed).";
		}
		if (code.equals("BUSY") || code.equals("LOADING") || code.equals("MASTERDOWN")) {
			return "The server was too busy to answer " + command + " (" + code + "). Look again when it is not.";
		}
		return "The server answered " + command + " with an error: " + reply;
	}

	/**
	 * Whether the same question is refused again until somebody changes a right or the
	 * server; other errors pass by themselves, as that of a script on a full server.
	 */
	static boolean isLasting(String reply) {
		// as 6.2 and 7.0 say it of a command in a script
		return code(reply).equals("NOPERM") || reply.contains("can't run this command") || isMissingCommand(reply);
	}

	static boolean isMissingCommand(String reply) {
		String lower = reply.toLowerCase(Locale.ROOT);
		return lower.contains("unknown command") || lower.contains("unknown subcommand");
	}

	static String code(String reply) {
		int space = reply.indexOf(' ');
		return (space < 0) ? reply : reply.substring(0, space);
	}

	/**
	 * Redis 6.2 speaks of one of the keys, later ones name the key.
	 */
	private static boolean isAboutKeys(String reply) {
		return reply.contains("one of the keys") || reply.contains(" key");
	}

	private static List<String> rule(InspectedServer server, String user, List<String> words) {
		String command = words.get(0).toLowerCase(Locale.ROOT);
		if (!hasSubcommands(command) || words.size() == 1) {
			return Remedy.on(server).run("ACL SETUSER " + user + " +" + command, "lets the guard know").lines();
		}
		String subcommand = words.get(1).toLowerCase(Locale.ROOT);
		String note = switch (command) {
			case "config" -> "lets the guard know; it also lets the user read requirepass";
			case "slowlog" -> "lets the guard know; it also lets the user read what others have sent";
			default -> "lets the guard know";
		};
		return Remedy.on(server).run("ACL SETUSER " + user + " '+" + command + "|" + subcommand + "'", note).lines();
	}

	private static String name(List<String> words) {
		String command = words.get(0).toUpperCase(Locale.ROOT);
		return (hasSubcommands(command.toLowerCase(Locale.ROOT)) && words.size() > 1)
				? command + " " + words.get(1).toUpperCase(Locale.ROOT) : command;
	}

	private static boolean hasSubcommands(String command) {
		return List.of("config", "cluster", "acl", "client", "memory", "latency", "slowlog").contains(command);
	}

}
