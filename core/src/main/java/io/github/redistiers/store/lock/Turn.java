package io.github.redistiers.store.lock;

import java.util.List;

/**
 * What {@code turn.lua} replied to who takes a lock or waits for it.
 *
 * @param token the lock's token; 0 if it is not the caller's
 * @param before how many wait before the caller
 * @param leaseLeft how long the holder's lease still is, in milliseconds; negative if the
 * lock has none
 */
record Turn(long token, long before, long leaseLeft) {

	static Turn of(List<Object> reply) {
		return (reply.size() == 1) ? new Turn(number(reply, 0), 0, 0)
				: new Turn(number(reply, 0), number(reply, 1), number(reply, 2));
	}

	boolean isMine() {
		return this.token != 0;
	}

	private static long number(List<Object> reply, int index) {
		return (Long) reply.get(index);
	}

}
