package io.github.redistiers.guard;

import java.time.Instant;
import java.util.List;

/**
 * A store's identity marker as it was found.
 *
 * @param id the store's id
 * @param since when it was written
 * @param seen when somebody looked at it before
 * @param now the server's time
 * @param accepted whether an operator has accepted with it that what was before is gone
 */
record IdentityMarker(String id, Instant since, Instant seen, Instant now, boolean accepted) {

	static IdentityMarker of(List<?> reply) {
		return new IdentityMarker(String.valueOf(reply.get(0)), time(reply.get(1)), time(reply.get(2)),
				time(reply.get(3)), Long.valueOf(1).equals(reply.get(4)));
	}

	private static Instant time(Object seconds) {
		return Instant.ofEpochSecond(((Number) seconds).longValue());
	}

}
