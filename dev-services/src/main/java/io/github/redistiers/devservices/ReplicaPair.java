package io.github.redistiers.devservices;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A primary and a replica that follows it, without anything that would fail over.
 *
 * @since 0.1.0
 */
public final class ReplicaPair implements AutoCloseable {

	private final RedisServer primary;

	private final RedisServer replica;

	private ReplicaPair(RedisServer primary, RedisServer replica) {
		this.primary = primary;
		this.replica = replica;
	}

	/**
	 * Starts both. Returns when the replica is in step.
	 * @param settings what both servers have in common, such as generation and preset
	 * @return the running pair
	 * @throws ServerStartException when a server cannot be started
	 */
	public static ReplicaPair start(UnaryOperator<RedisServerBuilder> settings) {
		RedisServer primary = prompt(settings).start();
		try {
			RedisServer replica = prompt(settings)
				.setting("replicaof", primary.host(), String.valueOf(primary.announcedPort()))
				.start();
			ReplicaPair pair = new ReplicaPair(primary, replica);
			pair.awaitInStep();
			return pair;
		}
		catch (RuntimeException ex) {
			primary.close();
			throw ex;
		}
	}

	static RedisServerBuilder prompt(UnaryOperator<RedisServerBuilder> settings) {
		// at once instead of after the five seconds in which more replicas might come
		RedisServerBuilder builder = settings.apply(RedisServer.builder()).setting("repl-diskless-sync-delay", "0");
		String password = builder.password();
		// a primary too may have to follow another one some day
		return (password != null) ? builder.setting("masterauth", password) : builder;
	}

	/**
	 * The primary.
	 * @return the server that accepts writes
	 */
	public RedisServer primary() {
		return this.primary;
	}

	/**
	 * The replica.
	 * @return the server that follows
	 */
	public RedisServer replica() {
		return this.replica;
	}

	/**
	 * Both addresses, the primary's first.
	 * @return such as {@code 127.0.0.1:20123}
	 */
	public List<String> nodes() {
		return List.of(node(this.primary), node(this.replica));
	}

	/**
	 * Waits until the replica has all that the primary had.
	 */
	public void awaitInStep() {
		Eventually.holds("the replica is in step", () -> isInStep(this.primary, this.replica));
	}

	@Override
	public void close() {
		this.replica.close();
		this.primary.close();
	}

	static String node(RedisServer server) {
		return server.host() + ":" + server.announcedPort();
	}

	static boolean isInStep(RedisServer primary, RedisServer replica) {
		return String.valueOf(replica.execute("INFO", "replication")).contains("master_link_status:up")
				&& number(replica, "slave_repl_offset") >= number(primary, "master_repl_offset");
	}

	/**
	 * A field of {@code INFO replication}; -1 when it is not there.
	 */
	static long number(RedisServer server, String field) {
		return String.valueOf(server.execute("INFO", "replication"))
			.lines()
			.filter((line) -> line.startsWith(field + ":"))
			.mapToLong((line) -> Long.parseLong(line.substring(field.length() + 1)))
			.findFirst()
			.orElse(-1);
	}

}
