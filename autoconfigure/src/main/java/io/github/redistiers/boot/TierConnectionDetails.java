package io.github.redistiers.boot;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Cluster;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.MasterReplica;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Sentinel;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Standalone;
import org.springframework.boot.ssl.SslBundle;

/**
 * Where a tier's servers are and how to authenticate. At least one of the four topologies
 * is given; where several are, the precedence is Sentinel, Cluster, static
 * primary/replica, standalone.
 * <p>
 * A bean of one of the two subtypes replaces the address properties of its tier. The
 * nested types are Spring Boot's own, the interface is not a
 * {@code DataRedisConnectionDetails}: whoever supplies the address of one tier must never
 * be mistaken for the other's.
 *
 * @since 0.1.0
 */
public interface TierConnectionDetails extends ConnectionDetails {

	/**
	 * The user to log in as.
	 * @return the user's name, or {@code null} for the server's default user
	 */
	default @Nullable String getUsername() {
		return null;
	}

	/**
	 * The password to log in with.
	 * @return the password, or {@code null} if the server asks for none
	 */
	default @Nullable String getPassword() {
		return null;
	}

	/**
	 * What the TLS connection trusts and shows.
	 * @return the bundle, or {@code null} for a connection without TLS
	 */
	default @Nullable SslBundle getSslBundle() {
		return null;
	}

	/**
	 * One server.
	 * @return its address, or {@code null} if the tier has another topology
	 */
	default @Nullable Standalone getStandalone() {
		return null;
	}

	/**
	 * A primary that Sentinels watch.
	 * @return the Sentinels and the primary's name, or {@code null} if the tier has
	 * another topology
	 */
	default @Nullable Sentinel getSentinel() {
		return null;
	}

	/**
	 * A Redis Cluster.
	 * @return the nodes to ask for all others, or {@code null} if the tier has another
	 * topology
	 */
	default @Nullable Cluster getCluster() {
		return null;
	}

	/**
	 * A primary and its replicas, listed by hand.
	 * @return all nodes, or {@code null} if the tier has another topology
	 */
	default @Nullable MasterReplica getMasterReplica() {
		return null;
	}

}
