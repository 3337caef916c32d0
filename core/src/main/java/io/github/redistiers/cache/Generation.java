package io.github.redistiers.cache;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * One cache's generation, as far as this process knows it.
 */
final class Generation {

	/**
	 * How long a generation is believed without being looked at, even while the server
	 * tells changes. The look also keeps its key from being the one that is used least.
	 */
	static final long BELIEVED = Duration.ofSeconds(1).toNanos();

	private static final Duration SHORTEST_LIFE = Duration.ofHours(24);

	private final String prefix;

	private final byte[] key;

	private final long life;

	private volatile View view = new View(null, 0, 0, false, 0);

	private volatile long renewAt = System.nanoTime();

	/**
	 * A generation of a cache.
	 * @param prefix what the entries' keys begin with, before the generation's id
	 * @param key the key of the generation itself
	 * @param timeToLive how long an entry lives at most, in milliseconds
	 */
	Generation(String prefix, String key, long timeToLive) {
		this.prefix = prefix;
		this.key = bytes(key);
		this.life = Math.max(2 * timeToLive, SHORTEST_LIFE.toMillis());
	}

	byte[] key() {
		return this.key;
	}

	/**
	 * What the entries' keys begin with, before the generation's id.
	 */
	byte[] cachePrefix() {
		return bytes(this.prefix);
	}

	/**
	 * How long its key lives when no process uses the cache, in milliseconds.
	 */
	long life() {
		return this.life;
	}

	View view() {
		return this.view;
	}

	/**
	 * The server holds this id.
	 * @param id the id
	 * @param server the server that says so
	 * @param before what was known before it was asked; if something has changed since,
	 * the answer is only an assumption
	 */
	synchronized Known learn(byte[] id, String server, View before) {
		Known learnt = new Known(id, server, bytes(this.prefix + new String(id, StandardCharsets.UTF_8) + ":"));
		// a new generation of one's own is told as a change too: that is no new doubt
		boolean doubted = this.view.doubts != before.doubts;
		this.view = isSince(before)
				? new View(learnt, before.changes, System.nanoTime() + BELIEVED, false, before.doubts)
				: new View(learnt, this.view.changes, 0, doubted, this.view.doubts);
		return learnt;
	}

	/**
	 * What was known before has turned out to be so.
	 */
	synchronized void confirm(View before) {
		if (isSince(before) && this.view.known == before.known && !before.doubted) {
			this.view = new View(before.known, before.changes, System.nanoTime() + BELIEVED, false, before.doubts);
		}
	}

	/**
	 * The server may hold another id by now.
	 */
	synchronized void changed() {
		this.view = new View(this.view.known, this.view.changes + 1, 0, this.view.doubted, this.view.doubts);
	}

	/**
	 * What the server holds in it may be out of date: another one has to be begun.
	 */
	synchronized void doubt() {
		this.view = new View(this.view.known, this.view.changes + 1, 0, true, this.view.doubts + 1);
	}

	/**
	 * The server holds none any more.
	 */
	synchronized void forget() {
		this.view = new View(null, this.view.changes + 1, 0, this.view.doubted, this.view.doubts);
	}

	private boolean isSince(View before) {
		return this.view.changes == before.changes;
	}

	/**
	 * Whether its key's expiry has to be put off.
	 */
	boolean isToBeRenewed() {
		long now = System.nanoTime();
		if (now - this.renewAt < 0) {
			return false;
		}
		this.renewAt = now + Duration.ofMillis(this.life / 4).toNanos();
		return true;
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * What is known at a moment.
	 */
	static final class View {

		private final @Nullable Known known;

		private final int changes;

		private final long believedUntil;

		private final boolean doubted;

		private final int doubts;

		private View(@Nullable Known known, int changes, long believedUntil, boolean doubted, int doubts) {
			this.known = known;
			this.changes = changes;
			this.believedUntil = believedUntil;
			this.doubted = doubted;
			this.doubts = doubts;
		}

		@Nullable Known known() {
			return this.known;
		}

		/**
		 * Whether it was looked at a moment ago and no change was told since.
		 */
		boolean isBelieved() {
			return this.believedUntil != 0 && System.nanoTime() - this.believedUntil < 0;
		}

		/**
		 * Whether a new generation has to be begun before anything is served.
		 */
		boolean isDoubted() {
			return this.doubted;
		}

		/**
		 * Whether no change was told between this view and a later one.
		 */
		boolean hasHeldUntil(View later) {
			return this.changes == later.changes;
		}

	}

	/**
	 * A generation that the server held when it was asked.
	 */
	static final class Known {

		private final byte[] id;

		private final String server;

		private final byte[] entryPrefix;

		private Known(byte[] id, String server, byte[] entryPrefix) {
			this.id = id;
			this.server = server;
			this.entryPrefix = entryPrefix;
		}

		boolean is(byte @Nullable [] id, String server) {
			return this.server.equals(server) && Arrays.equals(this.id, id);
		}

		String server() {
			return this.server;
		}

		byte[] entry(String key) {
			byte[] rest = bytes(key);
			byte[] entry = Arrays.copyOf(this.entryPrefix, this.entryPrefix.length + rest.length);
			System.arraycopy(rest, 0, entry, this.entryPrefix.length, rest.length);
			return entry;
		}

	}

}
