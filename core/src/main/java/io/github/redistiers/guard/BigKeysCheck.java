package io.github.redistiers.guard;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.redistiers.TierRole;
import org.jspecify.annotations.Nullable;

/**
 * {@code cache.big-keys} and {@code store.big-keys}: a key of many megabytes holds the
 * server up whenever it is read, moved or deleted, and cannot be divided among servers. A
 * few keys are looked at each time, so that all have had their turn after a while. Of a
 * key only its beginning is told: the rest may be a session's id.
 */
final class BigKeysCheck extends ConditionCheck {

	private static final long BIG = 64 * 1024 * 1024;

	private static final String AT_A_TIME = "50";

	private static final int MOST_REMEMBERED = 10;

	private final ByServer<Walk> walks = new ByServer<>(Walk::new);

	BigKeysCheck(TierRole role) {
		super(role, "big-keys");
	}

	@Override
	public Judgement judge(InspectedServer server) {
		Map<String, Long> big = this.walks.of(server).goOn(server);
		if (big.isEmpty()) {
			return Judgement.ok("none among those that were looked at");
		}
		StringBuilder found = new StringBuilder();
		big.forEach((key, size) -> found.append(found.isEmpty() ? "" : ", ")
			.append(beginning(key))
			.append(" of ")
			.append(Memory.inWords(size)));
		return Judgement.wrong(Severity.WARNING, found.toString(), "keys of at most " + Memory
			.inWords(BIG), "The server does nothing else while it reads, moves or deletes such a key.", Remedy
				.on(server)
				.run("-i 0.1 --memkeys", "finds them, with pauses")
				.then("Divide what is in it among several keys, or give what is in it an end. Delete with UNLINK, never"
						+ " with DEL."));
	}

	/**
	 * Up to the last colon, after which names of users and sessions stand.
	 */
	static String beginning(String key) {
		int colon = key.lastIndexOf(':');
		return (colon < 0) ? "a key" : key.substring(0, colon + 1) + "…";
	}

	/**
	 * How far the keys of one server have been looked at.
	 */
	private static final class Walk {

		private static final Duration REFUSED = Duration.ofHours(1);

		private @Nullable UnknownFactException refusal;

		private Instant refusedUntil = Instant.EPOCH;

		private String cursor = "0";

		private final Map<String, Long> big = new LinkedHashMap<>();

		/**
		 * @throws UnknownFactException if the user may not look at keys, or at some of
		 * them
		 */
		synchronized Map<String, Long> goOn(InspectedServer server) {
			if (this.refusal != null && server.at().isBefore(this.refusedUntil)) {
				throw this.refusal;
			}
			try {
				return page(server);
			}
			catch (UnknownFactException ex) {
				// each refusal is noted by the server, and may be another key's each time
				this.refusal = ex;
				this.refusedUntil = server.at().plus(REFUSED);
				throw ex;
			}
		}

		private Map<String, Long> page(InspectedServer server) {
			for (String known : List.copyOf(this.big.keySet())) {
				weigh(server, known);
			}
			if (server.ask("SCAN", this.cursor, "COUNT", AT_A_TIME) instanceof List<?> page && page.size() > 1
					&& page.get(1) instanceof List<?> keys) {
				this.cursor = String.valueOf(page.get(0));
				for (Object key : keys) {
					weigh(server, String.valueOf(key));
				}
			}
			return new LinkedHashMap<>(this.big);
		}

		private void weigh(InspectedServer server, String key) {
			Object size = server.ask("MEMORY", "USAGE", key);
			boolean isKnown = this.big.containsKey(key);
			// the size is estimated, and another each time
			if (size instanceof Long bytes && bytes > (isKnown ? BIG / 4 * 3 : BIG)
					&& (isKnown || this.big.size() < MOST_REMEMBERED)) {
				this.big.put(key, bytes);
			}
			else {
				this.big.remove(key);
			}
		}

	}

}
