package io.github.redistiers.store.queue;

import java.util.stream.Stream;

import io.github.redistiers.store.StructureKeys;

/**
 * A queue's keys, in the order in which the scripts have them.
 */
final class QueueKeys {

	private final StructureKeys keys;

	private final byte[][] all;

	private final byte[][] looking;

	private final byte[][] renewing;

	private final byte[][] adding;

	QueueKeys(StructureKeys keys) {
		this.keys = keys;
		this.all = of("ready", "delayed", "leased", "dead", "data", "tries", "notes", "info", "idle");
		this.looking = of("ready", "delayed", "leased", "dead", "data", "tries", "notes", "info");
		this.renewing = of("leased", "tries");
		this.adding = of("ready", "delayed", "data", "info", "idle");
	}

	private byte[][] of(String... parts) {
		return Stream.of(parts).map(this.keys::bytes).toArray(byte[][]::new);
	}

	byte[][] all() {
		return this.all;
	}

	byte[][] looking() {
		return this.looking;
	}

	byte[][] renewing() {
		return this.renewing;
	}

	byte[][] adding() {
		return this.adding;
	}

	byte[] ofId(String id) {
		return this.keys.bytes("id:" + id);
	}

	byte[] ofDeduplication(String key) {
		return this.keys.bytes("dedup:" + key);
	}

}
