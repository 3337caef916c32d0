package io.github.redistiers.store.session;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The ids that were not known a moment ago: Spring Session's filter asks for the same one
 * several times in a request.
 */
final class UnknownIds {

	private static final long MOMENT = Duration.ofSeconds(10).toNanos();

	private static final int MOST = 1024;

	private final Map<Long, Long> asked = new ConcurrentHashMap<>();

	/**
	 * Notes an id.
	 * @return whether nobody has asked for it just now
	 */
	boolean add(String id) {
		if (this.asked.size() >= MOST) {
			this.asked.clear();
		}
		long now = System.nanoTime();
		Long before = this.asked.put(id.hashCode() * 31L + id.length(), now);
		return before == null || now - before > MOMENT;
	}

}
