package io.github.redistiers.guard;

import java.util.List;

import io.github.redistiers.connection.NodeUnreachableException;
import io.github.redistiers.connection.RedisTier;
import io.github.redistiers.connection.TierNode;

/**
 * Knows the servers of a tier.
 */
@FunctionalInterface
interface NodeDirectory {

	/**
	 * Lists every primary and every known replica.
	 * @throws NodeUnreachableException if nobody who knows them can be reached
	 */
	List<? extends TierNode> nodes(RedisTier tier);

}
