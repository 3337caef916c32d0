package io.github.redistiers.store.durability;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * What a server says in {@code INFO}, as far as durability depends on it.
 */
final class ServerState {

	private static final int TRUSTED = 8;

	private final Properties info = new Properties();

	private ServerState(String info) {
		try {
			// name:value lines and comments with a hash
			this.info.load(new StringReader(info));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static ServerState of(String info) {
		return new ServerState(info);
	}

	/**
	 * One stretch of one process as a primary. It ends with the process and with a change
	 * of roles, which begins another replication history.
	 */
	String reign() {
		String reign = text("run_id") + "/" + text("master_replid");
		if (reign.length() == 1) {
			throw new UnconfirmedException("the server does not tell who it is (run_id and master_replid in INFO)",
					"Durability cannot be declared on this server: @Durability(DurabilityLevel.SERVER).");
		}
		return reign;
	}

	long replicas() {
		return number("connected_slaves");
	}

	boolean isAppendOnly() {
		return text("aof_enabled").equals("1");
	}

	/**
	 * Whether the append-only file holds everything: not before its first rewrite.
	 */
	boolean hasWholeFile() {
		boolean running = number("aof_rewrite_in_progress") > 0 || number("aof_rewrite_scheduled") > 0;
		return !running || number("aof_base_size") > 0;
	}

	boolean isWriting() {
		return text("aof_last_write_status").equals("ok");
	}

	/**
	 * Whether WAITAOF tells the truth with {@code everysec}. Redis before 8.0 and Valkey
	 * 8.1 may answer before the sync (redis/redis#13793).
	 */
	boolean hasTrustedWait() {
		String major = text("redis_version").split("\\.", 2)[0];
		return text("valkey_version").isEmpty() && !major.isEmpty() && major.chars().allMatch(Character::isDigit)
				&& Integer.parseInt(major) >= TRUSTED;
	}

	String product() {
		String valkey = text("valkey_version");
		return valkey.isEmpty() ? "Redis " + text("redis_version") : "Valkey " + valkey;
	}

	private long number(String field) {
		try {
			return Long.parseLong(text(field));
		}
		catch (NumberFormatException ex) {
			return 0;
		}
	}

	private String text(String field) {
		return this.info.getProperty(field, "").trim();
	}

}
