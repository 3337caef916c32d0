package io.github.redistiers.autoconfigure.connection;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The store tier's connections.
 */
@ConfigurationProperties("redis-tiers.store")
class StoreTierProperties extends TierProperties {

	/**
	 * Whether "lettuce.read-from" may send reads to replicas. Such reads may be older
	 * than what the same caller has just written, and are still answered by a replica
	 * that has lost its primary.
	 */
	private boolean allowReplicaReads;

	public boolean isAllowReplicaReads() {
		return this.allowReplicaReads;
	}

	public void setAllowReplicaReads(boolean allowReplicaReads) {
		this.allowReplicaReads = allowReplicaReads;
	}

}
