package io.github.redistiers.guard;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * How to mend a server: lines to be followed from the first to the last. Commands are
 * written so that they can be pasted.
 *
 * @since 0.1.0
 */
public final class Remedy {

	private final List<String> lines = new ArrayList<>();

	private final @Nullable InspectedServer server;

	private Remedy(@Nullable InspectedServer server) {
		this.server = server;
	}

	/**
	 * Starts a remedy that is carried out on a server.
	 * @param server the server
	 * @return the remedy
	 */
	public static Remedy on(InspectedServer server) {
		return new Remedy(server);
	}

	/**
	 * A remedy that no command carries out.
	 * @param sentence what to do
	 * @return the remedy
	 */
	public static Remedy of(String sentence) {
		return new Remedy(null).then(sentence);
	}

	/**
	 * Adds a sentence.
	 * @param sentence what to do, or what to know before the next line
	 * @return this remedy
	 */
	public Remedy then(String sentence) {
		this.lines.add(sentence);
		return this;
	}

	/**
	 * Adds a setting to be changed, on the running server and in its configuration file.
	 * @param setting the setting's name
	 * @param value the value as it is typed, in quotes where it needs them
	 * @return this remedy
	 */
	public Remedy set(String setting, String value) {
		return run("CONFIG SET " + setting + " " + value, keep(setting + " " + value));
	}

	/**
	 * Adds a command.
	 * @param command the command as it is typed after {@code redis-cli}
	 * @param note what to know about it; may be empty
	 * @return this remedy
	 */
	public Remedy run(String command, String note) {
		String line = client() + " " + command;
		return then(note.isEmpty() ? line : line + "    (" + note + ")");
	}

	/**
	 * Adds a command to be repeated until it shows something.
	 * @param command the command as it is typed after {@code redis-cli}
	 * @param shows what its reply must contain, all of it in one reply
	 * @return this remedy
	 */
	public Remedy repeatUntil(String command, String... shows) {
		return run(command, "repeat until it shows " + String.join(" and ", shows));
	}

	/**
	 * Adds the wait for a rewrite of the append-only file that a line before has asked
	 * for. While a snapshot is being written the server puts it off, and then shows none
	 * in progress, and the status of the one before.
	 */
	Remedy untilRewritten() {
		return repeatUntil("INFO persistence", "aof_rewrite_in_progress:0", "aof_rewrite_scheduled:0",
				"aof_last_bgrewrite_status:ok");
	}

	/**
	 * Returns whether the server reads a configuration file, as far as it tells.
	 * @return {@code false} if it is known to have none
	 */
	boolean hasConfigurationFile() {
		try {
			return this.server == null || !"".equals(this.server.info().find("config_file"));
		}
		catch (UnknownFactException ex) {
			return true;
		}
	}

	/**
	 * How a change outlives the next restart.
	 * @param line the line of the configuration file
	 * @return the words
	 */
	String keep(String line) {
		return hasConfigurationFile() ? "and in redis.conf: " + line
				: "the server has no configuration file: start it with --" + line + " from now on";
	}

	/**
	 * Returns the lines.
	 * @return what to do, in order
	 */
	public List<String> lines() {
		return List.copyOf(this.lines);
	}

	private String client() {
		if (this.server == null) {
			return "redis-cli";
		}
		try {
			return client(URI.create(this.server.node().address()));
		}
		catch (IllegalArgumentException ex) {
			// an address that only the application's own connection factory knows
			return "redis-cli";
		}
	}

	private static String client(URI address) {
		String host = address.getHost();
		if (host != null) {
			String tls = "rediss".equals(address.getScheme()) ? " --tls" : "";
			return "redis-cli -h " + host.replaceAll("[\\[\\]]", "") + " -p "
					+ ((address.getPort() < 0) ? 6379 : address.getPort()) + tls;
		}
		return StringUtils.hasLength(address.getPath()) ? "redis-cli -s " + address.getPath() : "redis-cli";
	}

}
