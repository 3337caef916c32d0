package io.github.redistiers;

import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.redistiers.devservices.FaultProxy;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.RedisServerBuilder;
import org.awaitility.Awaitility;

/**
 * A cluster of one server, which has all slots.
 */
public final class OneNodeCluster {

	private static final int SLOTS = 16384;

	private OneNodeCluster() {
	}

	/**
	 * Starts the server.
	 * @return when it serves
	 */
	public static RedisServer start(RedisServerBuilder builder) {
		RedisServer server = builder.setting("cluster-enabled", "yes")
			.setting("cluster-announce-ip", "127.0.0.1")
			.start();
		slots(server, "ADDSLOTS", IntStream.range(0, SLOTS));
		// a node waits two seconds before it serves
		awaitState(server, "ok");
		return server;
	}

	/**
	 * Has clients that ask for the cluster's nodes come through a proxy.
	 */
	public static FaultProxy announcedProxy(RedisServer server) {
		FaultProxy proxy = FaultProxy.to(server);
		server.execute("CONFIG", "SET", "cluster-announce-port", String.valueOf(proxy.port()));
		return proxy;
	}

	/**
	 * Gives the server slots, or takes them.
	 * @param change the subcommand of CLUSTER
	 */
	public static void slots(RedisServer server, String change, IntStream slots) {
		server.execute(
				Stream.concat(Stream.of("CLUSTER", change), slots.mapToObj(String::valueOf)).toArray(String[]::new));
	}

	public static void awaitState(RedisServer server, String state) {
		Awaitility.await()
			.until(() -> String.valueOf(server.execute("CLUSTER", "INFO")).contains("cluster_state:" + state));
	}

}
