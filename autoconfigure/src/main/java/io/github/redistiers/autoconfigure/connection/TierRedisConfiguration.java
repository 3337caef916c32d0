package io.github.redistiers.autoconfigure.connection;

import io.github.redistiers.boot.TierConnectionDetails;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Cluster;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.MasterReplica;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Node;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Sentinel;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Standalone;
import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisConfiguration.WithAuthentication;
import org.springframework.data.redis.connection.RedisPassword;
import org.springframework.data.redis.connection.RedisSentinelConfiguration;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.RedisStaticMasterReplicaConfiguration;
import org.springframework.util.Assert;

/**
 * A tier's connection details in Spring Data's words.
 */
final class TierRedisConfiguration {

	private TierRedisConfiguration() {
	}

	static RedisConfiguration of(TierConnectionDetails details, TierProperties properties) {
		if (details.getSentinel() != null) {
			return sentinel(details, details.getSentinel());
		}
		if (details.getCluster() != null) {
			return cluster(details, details.getCluster(), properties.getCluster().getMaxRedirects());
		}
		if (details.getMasterReplica() != null) {
			return masterReplica(details, details.getMasterReplica(), properties.getDatabase());
		}
		Standalone standalone = details.getStandalone();
		Assert.state(standalone != null, () -> "No address in " + details.getClass().getName());
		RedisStandaloneConfiguration configuration = new RedisStandaloneConfiguration(standalone.getHost(),
				standalone.getPort());
		configuration.setDatabase(standalone.getDatabase());
		return authenticated(configuration, details);
	}

	private static RedisConfiguration sentinel(TierConnectionDetails details, Sentinel sentinel) {
		RedisSentinelConfiguration configuration = new RedisSentinelConfiguration();
		configuration.master(sentinel.getMaster());
		sentinel.getNodes().forEach((node) -> configuration.sentinel(node.host(), node.port()));
		configuration.setSentinelUsername(sentinel.getUsername());
		configuration.setSentinelPassword(RedisPassword.of(sentinel.getPassword()));
		configuration.setDatabase(sentinel.getDatabase());
		return authenticated(configuration, details);
	}

	private static RedisConfiguration cluster(TierConnectionDetails details, Cluster cluster,
			@Nullable Integer maxRedirects) {
		RedisClusterConfiguration configuration = new RedisClusterConfiguration();
		cluster.getNodes().forEach((node) -> configuration.clusterNode(node.host(), node.port()));
		if (maxRedirects != null) {
			configuration.setMaxRedirects(maxRedirects);
		}
		return authenticated(configuration, details);
	}

	private static RedisConfiguration masterReplica(TierConnectionDetails details, MasterReplica masterReplica,
			int database) {
		Node first = masterReplica.getNodes().get(0);
		RedisStaticMasterReplicaConfiguration configuration = new RedisStaticMasterReplicaConfiguration(first.host(),
				first.port());
		masterReplica.getNodes().stream().skip(1).forEach((node) -> configuration.addNode(node.host(), node.port()));
		configuration.setDatabase(database);
		return authenticated(configuration, details);
	}

	private static <T extends RedisConfiguration & WithAuthentication> T authenticated(T configuration,
			TierConnectionDetails details) {
		configuration.setUsername(details.getUsername());
		configuration.setPassword(RedisPassword.of(details.getPassword()));
		return configuration;
	}

}
