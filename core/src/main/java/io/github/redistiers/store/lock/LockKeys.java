package io.github.redistiers.store.lock;

import io.github.redistiers.store.StructureKeys;

/**
 * The keys of one lock, in one cluster slot.
 *
 * @param text the lock's, as people read it
 * @param all those of {@code turn.lua}: the lock's, its last token's, its queue's and its
 * waiters'
 */
record LockKeys(String text, byte[][] all) {

	static LockKeys of(StructureKeys keys, String name) {
		return new LockKeys(keys.text(name), new byte[][] { keys.bytes(name), keys.companion("token", name),
				keys.companion("queue", name), keys.companion("waiters", name) });
	}

	byte[] lock() {
		return this.all[0];
	}

	byte[] lastToken() {
		return this.all[1];
	}

}
