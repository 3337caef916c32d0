package io.github.redistiers.devservices;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * A primary, a replica and three Sentinels that fail over after a second.
 *
 * @since 0.1.0
 */
public final class SentinelGroup implements AutoCloseable {

	private static final String NAME = "dev";

	private static final int SENTINELS = 3;

	/**
	 * A Sentinel pings a new primary when it has known it for a second: one that waits no
	 * longer takes it for down by then, and may lead everybody back to the server that
	 * was lost.
	 */
	private static final String DOWN_AFTER_MILLIS = "2000";

	private final ReplicaPair pair;

	private final List<RedisServer> sentinels = new ArrayList<>();

	private SentinelGroup(ReplicaPair pair) {
		this.pair = pair;
	}

	/**
	 * Starts all five. Returns when the Sentinels know each other and the replica.
	 * @param settings what the two data servers have in common, such as generation and
	 * preset
	 * @return the running group
	 * @throws ServerStartException when a server cannot be started
	 */
	public static SentinelGroup start(UnaryOperator<RedisServerBuilder> settings) {
		SentinelGroup group = new SentinelGroup(ReplicaPair.start(settings));
		try {
			for (int i = 0; i < SENTINELS; i++) {
				group.sentinels.add(group.sentinel(settings));
			}
			Eventually.holds("the Sentinels know each other and the replica", group::isComplete);
			return group;
		}
		catch (RuntimeException ex) {
			group.close();
			throw ex;
		}
	}

	private RedisServer sentinel(UnaryOperator<RedisServerBuilder> settings) {
		RedisServer primary = this.pair.primary();
		RedisServerBuilder builder = settings.apply(RedisServer.builder())
			.asSentinel()
			.setting("sentinel", "monitor", NAME, primary.host(), String.valueOf(primary.announcedPort()), "2")
			.setting("sentinel", "down-after-milliseconds", NAME, DOWN_AFTER_MILLIS)
			.setting("sentinel", "failover-timeout", NAME, "6000");
		String password = primary.password();
		if (password != null) {
			builder.setting("sentinel", "auth-pass", NAME, password);
		}
		return builder.start();
	}

	private boolean isComplete() {
		return this.sentinels.stream().allMatch((sentinel) -> {
			Object facts = sentinel.execute("SENTINEL", "MASTER", NAME);
			return "1".equals(value(facts, "num-slaves"))
					&& String.valueOf(SENTINELS - 1).equals(value(facts, "num-other-sentinels"))
					&& "master".equals(value(facts, "flags"));
		});
	}

	private static @Nullable Object value(@Nullable Object facts, String name) {
		List<?> pairs = (facts instanceof List<?> list) ? list : List.of();
		int index = pairs.indexOf(name);
		return (index >= 0) ? pairs.get(index + 1) : null;
	}

	/**
	 * The name of the primary in the Sentinels' eyes.
	 * @return the master name
	 */
	public String name() {
		return NAME;
	}

	/**
	 * The Sentinels' addresses.
	 * @return three, such as {@code 127.0.0.1:20123}
	 */
	public List<String> nodes() {
		return this.sentinels.stream().map(ReplicaPair::node).toList();
	}

	/**
	 * The Sentinels.
	 * @return three servers
	 */
	public List<RedisServer> sentinels() {
		return List.copyOf(this.sentinels);
	}

	/**
	 * The present primary, as a majority of the Sentinels names it.
	 * @return one of the two data servers
	 */
	public RedisServer primary() {
		return isNamed(this.pair.replica()) ? this.pair.replica() : this.pair.primary();
	}

	/**
	 * The data server that is not the primary now.
	 * @return one of the two data servers
	 */
	public RedisServer replica() {
		return isNamed(this.pair.replica()) ? this.pair.primary() : this.pair.replica();
	}

	/**
	 * Ends the replication, until {@link #rejoin}: what the primary acknowledges from now
	 * on is lost when the replica takes over. The replica stays fit for that for some
	 * twenty seconds.
	 */
	public void cutReplication() {
		RedisServer leader = primary();
		leader.execute("ACL", "SETUSER", "default", "-psync", "-sync");
		leader.execute("CLIENT", "KILL", "TYPE", "replica");
	}

	/**
	 * Kills the primary and waits until the other server accepts writes and the Sentinels
	 * name it.
	 * @return the new primary
	 */
	public RedisServer failOver() {
		RedisServer successor = replica();
		primary().kill();
		awaitPrimary(successor);
		return successor;
	}

	/**
	 * Waits until a server accepts writes and the Sentinels name it the primary.
	 * @param server one of the two data servers
	 */
	public void awaitPrimary(RedisServer server) {
		Eventually.holds("the server on port " + server.port() + " is the primary",
				() -> isNamed(server) && String.valueOf(server.execute("INFO", "replication")).contains("role:master"));
	}

	/**
	 * Starts a server that was killed, and waits until it follows the primary. It is told
	 * to follow at once, as Sentinels do only after eight seconds.
	 * @param server one of the two data servers
	 */
	public void rejoin(RedisServer server) {
		RedisServer leader = primary();
		server.restart();
		server.execute("REPLICAOF", leader.host(), String.valueOf(leader.announcedPort()));
		Eventually.holds("the server on port " + server.port() + " follows the primary", () -> {
			String info = String.valueOf(server.execute("INFO", "replication"));
			return info.contains("role:slave") && info.contains("master_link_status:up");
		});
	}

	private boolean isNamed(RedisServer server) {
		long votes = this.sentinels.stream()
			.filter((sentinel) -> sentinel.isRunning() && names(sentinel, server))
			.count();
		return votes * 2 > SENTINELS;
	}

	private static boolean names(RedisServer sentinel, RedisServer server) {
		Object address = sentinel.execute("SENTINEL", "GET-MASTER-ADDR-BY-NAME", NAME);
		return List.of(server.host(), String.valueOf(server.announcedPort())).equals(address);
	}

	@Override
	public void close() {
		this.sentinels.forEach(RedisServer::close);
		this.pair.close();
	}

}
