package io.github.redistiers.guard;

import org.jspecify.annotations.Nullable;

/**
 * A server in the eyes of who looks for lost data.
 *
 * @param place its tier and address, which outlive a restart
 * @param history the replication id, which a server has in common with its replicas; a
 * restart, and taking over as the primary, begin a new one
 * @param origin the id that it had before it took over; zeros if it did not
 */
record DataHolder(String place, @Nullable String history, @Nullable String origin) {

	static DataHolder of(InspectedServer server) {
		return new DataHolder(ByServer.place(server), server.info().find("master_replid"),
				server.info().find("master_replid2"));
	}

}
