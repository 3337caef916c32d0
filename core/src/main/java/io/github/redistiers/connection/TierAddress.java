package io.github.redistiers.connection;

import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.NamedNode;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisConfiguration.ClusterConfiguration;
import org.springframework.data.redis.connection.RedisConfiguration.DomainSocketConfiguration;
import org.springframework.data.redis.connection.RedisConfiguration.SentinelConfiguration;
import org.springframework.data.redis.connection.RedisNode;
import org.springframework.data.redis.connection.RedisStaticMasterReplicaConfiguration;

/**
 * Writes a configuration's address without its credentials.
 */
final class TierAddress {

	private TierAddress() {
	}

	static String of(RedisConfiguration configuration, boolean useSsl) {
		String scheme = useSsl ? "rediss" : "redis";
		if (configuration instanceof SentinelConfiguration sentinel) {
			return scheme + "-sentinel://" + join(sentinel.getSentinels()) + "#" + nameOf(sentinel.getMaster());
		}
		if (configuration instanceof ClusterConfiguration cluster) {
			return scheme + "://" + join(cluster.getClusterNodes());
		}
		if (configuration instanceof RedisStaticMasterReplicaConfiguration nodes) {
			return scheme + "://"
					+ nodes.getNodes()
						.stream()
						.map((node) -> node.getHostName() + ":" + node.getPort())
						.collect(Collectors.joining(","));
		}
		if (configuration instanceof DomainSocketConfiguration socket) {
			return scheme + "-socket://" + socket.getSocket();
		}
		return of(RedisConfiguration.getHostOrElse(configuration, () -> "localhost"),
				RedisConfiguration.getPortOrElse(configuration, () -> 6379), useSsl);
	}

	static String of(String host, int port, boolean useSsl) {
		String scheme = useSsl ? "rediss" : "redis";
		return scheme + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
	}

	private static String join(Iterable<RedisNode> nodes) {
		StringBuilder joined = new StringBuilder();
		for (RedisNode node : nodes) {
			joined.append(joined.isEmpty() ? "" : ",").append(node.getHost()).append(':').append(node.getPort());
		}
		return joined.toString();
	}

	private static String nameOf(@Nullable NamedNode master) {
		return (master != null && master.getName() != null) ? master.getName() : "";
	}

}
