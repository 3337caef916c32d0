package io.github.redistiers.devservices;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Moves one slot of a cluster from a primary to another.
 *
 * @param slot the slot
 * @param source its owner
 * @param target its owner to be
 */
record SlotMove(int slot, RedisServer source, RedisServer target) {

	private static final String AT_ONCE = "100";

	private static final String TIME_LIMIT = "5000";

	void run() {
		setSlot(this.target, "IMPORTING", id(this.source));
		setSlot(this.source, "MIGRATING", id(this.target));
		for (List<?> keys = keys(); !keys.isEmpty(); keys = keys()) {
			migrate(keys);
		}
		// the new owner first: there is no moment without one
		setSlot(this.target, "NODE", id(this.target));
		setSlot(this.source, "NODE", id(this.target));
	}

	/**
	 * Tells another node, which would hear of it anyway, a moment later.
	 */
	static void settle(int slot, RedisServer node, RedisServer owner) {
		new SlotMove(slot, node, owner).setSlot(node, "NODE", id(owner));
	}

	private List<?> keys() {
		Object keys = this.source.execute("CLUSTER", "GETKEYSINSLOT", String.valueOf(this.slot), AT_ONCE);
		return (keys instanceof List<?> list) ? list : List.of();
	}

	private void migrate(List<?> keys) {
		List<String> command = new ArrayList<>(
				List.of("MIGRATE", this.target.host(), String.valueOf(this.target.announcedPort()), "", "0", TIME_LIMIT,
						"AUTH2", ServerSettings.ADMIN, this.target.adminPassword(), "KEYS"));
		keys.forEach((key) -> command.add(String.valueOf(key)));
		this.source.execute(command.toArray(String[]::new));
	}

	private void setSlot(RedisServer node, String... state) {
		node.execute(Stream.concat(Stream.of("CLUSTER", "SETSLOT", String.valueOf(this.slot)), Stream.of(state))
			.toArray(String[]::new));
	}

	private static String id(RedisServer node) {
		return String.valueOf(node.execute("CLUSTER", "MYID"));
	}

}
