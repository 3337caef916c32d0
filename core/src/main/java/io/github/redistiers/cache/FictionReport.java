package io.github.redistiers.cache;

import org.jspecify.annotations.Nullable;

/**
 * Compares the time to live of a cache with how long its entries live before the server
 * evicts them.
 */
final class FictionReport {

	/**
	 * An estimate that is nearer than that to the time to live says nothing.
	 */
	private static final double DOUBT = 0.8;

	private FictionReport() {
	}

	/**
	 * Says what is fiction.
	 * @param cache the cache's name
	 * @param timeToLive its time to live in seconds
	 * @param age how long its entries live in fact, in seconds
	 * @param rate what it writes, in bytes per second
	 * @return such as <code>products: TTL 24 h, but entries live about 40 min; 24 h would
	 * need about 3.1 GB</code>; {@code null} if the time to live is kept
	 */
	static @Nullable String of(String cache, double timeToLive, double age, double rate) {
		if (age >= DOUBT * timeToLive) {
			return null;
		}
		String life = LifeWords.time(timeToLive);
		return "%s: TTL %s, but entries live about %s; %s would need about %s".formatted(cache, life,
				LifeWords.time(age), life, LifeWords.amount(rate * timeToLive));
	}

}
