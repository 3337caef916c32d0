package io.github.redistiers.cache;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Which lives were given to entries, and when. All times are in seconds.
 */
final class LifeHistory {

	/**
	 * Lives that differ by less count as one, so that the history stays short.
	 */
	private static final double SAME = 0.02;

	private final Deque<Given> given = new ArrayDeque<>();

	/**
	 * A history that does not reach back.
	 * @param life what is taken to have been given always
	 */
	LifeHistory(double life) {
		this.given.add(new Given(Double.NEGATIVE_INFINITY, life));
	}

	/**
	 * Notes which life is given from now on.
	 */
	void give(double now, double life) {
		Given last = this.given.getLast();
		if (Math.abs(life - last.life()) > SAME * last.life()) {
			this.given.add(new Given(now, life));
		}
	}

	/**
	 * How much of the past there is whose entries still live if nobody has read them
	 * since. While the life given stays the same this is that life; after a change it
	 * follows as the entries expire that were given the former one.
	 * @param oldest how far to look back
	 */
	double span(double now, double oldest) {
		double span = 0;
		double until = now;
		for (var each = this.given.descendingIterator(); each.hasNext();) {
			Given next = each.next();
			double from = Math.max(Math.max(next.from(), now - oldest), now - next.life());
			span += Math.max(0, until - from);
			until = next.from();
		}
		return span;
	}

	/**
	 * Forgets what matters no more.
	 * @param longest how long an entry lives at most
	 */
	void forget(double now, double longest) {
		while (this.given.size() > 1) {
			Given first = this.given.removeFirst();
			Given second = this.given.getFirst();
			if (second.from() > now - longest) {
				this.given.addFirst(first);
				return;
			}
		}
	}

	private record Given(double from, double life) {

	}

}
