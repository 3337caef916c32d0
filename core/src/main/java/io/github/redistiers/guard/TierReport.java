package io.github.redistiers.guard;

import java.util.List;

import io.github.redistiers.TierRole;

/**
 * One tier in the guard's report.
 *
 * @param name the tier's name
 * @param role what its servers are for
 * @param mode what the guard does about what it finds there
 * @param servers its servers
 * @since 0.1.0
 */
public record TierReport(String name, TierRole role, GuardMode mode, List<ServerReport> servers) {

	public TierReport {
		servers = List.copyOf(servers);
	}

	/**
	 * Returns whether any server of the tier could be reached.
	 * @return whether one could
	 */
	public boolean reached() {
		return this.servers.stream().anyMatch(ServerReport::reached);
	}

}
