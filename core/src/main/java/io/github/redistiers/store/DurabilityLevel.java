package io.github.redistiers.store;

/**
 * What has happened to a change before the call that made it returns.
 *
 * @since 0.1.0
 * @see Durability
 */
public enum DurabilityLevel {

	/**
	 * The primary has applied it. What a crash loses is the server's configuration alone:
	 * with {@code appendfsync everysec} up to two seconds' worth.
	 */
	SERVER,

	/**
	 * It is on the primary's disk: by {@code appendfsync always}, or by {@code WAITAOF}
	 * on servers that tell the truth there (Redis 8.0 and later). A failover may still
	 * lose it, as replicas hear of it later.
	 */
	FSYNCED,

	/**
	 * As many replicas as {@code redis-tiers.store.durability-replicas} says have
	 * received it ({@code WAIT}). Sentinel and Cluster prefer the replica that is ahead,
	 * so a failover to one of them keeps it; a power cut of all servers at once may not.
	 */
	REPLICATED

}
