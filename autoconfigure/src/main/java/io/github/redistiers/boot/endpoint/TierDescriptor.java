package io.github.redistiers.boot.endpoint;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A tier in the endpoint's answer. What is not known is left out.
 *
 * @param name the tier's name
 * @param role what its servers are for
 * @param mode what the guard does about what it finds there
 * @param topology {@code cluster}, {@code sentinel}, {@code replicated} or {@code single}
 * @param reached whether any of its servers was reached
 * @param openBreakers of how many of its nodes this process asks nothing at present
 * @param servers its servers
 */
record TierDescriptor(String name, String role, String mode, String topology, boolean reached, int openBreakers,
		List<ServerDescriptor> servers) {

	/**
	 * A server as the guard saw it the last time.
	 *
	 * @param address its address, without credentials
	 * @param reached whether it was reached
	 * @param problem why it was not
	 * @param product what it is, with its version
	 * @param role {@code primary} or {@code replica}
	 * @param replicas how many replicas it has
	 * @param replicaOf the primary that it copies
	 * @param usedMemory in bytes
	 * @param maxMemory in bytes; 0 for no limit
	 * @param evictedKeys since it began
	 * @param connectedClients how many connections it has
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	record ServerDescriptor(String address, boolean reached, @Nullable String problem, @Nullable String product,
			@Nullable String role, @Nullable Long replicas, @Nullable String replicaOf, @Nullable Long usedMemory,
			@Nullable Long maxMemory, @Nullable Long evictedKeys, @Nullable Long connectedClients) {
	}

}
