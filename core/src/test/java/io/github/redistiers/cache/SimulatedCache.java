package io.github.redistiers.cache;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;

import io.github.redistiers.cache.EntryLife.Lived;

/**
 * A server with exact LRU in simulated time, behind a process that reads keys of a Zipf
 * distribution through a cache. As Redis does, it leaves a part of its keys lying about
 * after they have expired.
 */
final class SimulatedCache {

	static final double ENTRY = 600;

	private static final byte[] VALUE = "{}".getBytes(StandardCharsets.US_ASCII);

	/**
	 * The one that was used least recently first.
	 */
	private final Map<Integer, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

	private final PriorityQueue<Expiry> expiries = new PriorityQueue<>();

	/**
	 * What has expired and still takes memory.
	 */
	private final Deque<Expiry> expired = new ArrayDeque<>();

	private final double[] cumulated;

	private final int capacity;

	private final double stale;

	private final Random random = new Random(42);

	private final OncePerPause extended = new OncePerPause(() -> (long) (this.now * 1e9));

	private double now;

	private long writes;

	long reads;

	long hits;

	long evictions;

	/**
	 * A server.
	 * @param keys how many keys there are
	 * @param exponent of their distribution
	 * @param capacity for how many of them there is room
	 * @param stale which part of the keys may have expired before they are removed
	 */
	SimulatedCache(int keys, double exponent, int capacity, double stale) {
		this.stale = stale;
		this.cumulated = new double[keys];
		double sum = 0;
		for (int i = 0; i < keys; i++) {
			sum += Math.pow(i + 1, -exponent);
			this.cumulated[i] = sum;
		}
		this.capacity = capacity;
	}

	/**
	 * How many reads it takes to fill the memory with different keys, by Che's
	 * approximation.
	 */
	double characteristicReads() {
		double low = 0;
		double high = 1e9;
		while (high - low > 1) {
			double middle = (low + high) / 2;
			double kept = 0;
			for (int i = 0; i < this.cumulated.length; i++) {
				kept += 1 - Math.exp(-probability(i) * middle);
			}
			low = (kept < this.capacity) ? middle : low;
			high = (kept < this.capacity) ? high : middle;
		}
		return high;
	}

	private double probability(int key) {
		double before = (key > 0) ? this.cumulated[key - 1] : 0;
		return (this.cumulated[key] - before) / this.cumulated[this.cumulated.length - 1];
	}

	double now() {
		return this.now;
	}

	long millis() {
		return (long) (this.now * 1000);
	}

	double used() {
		return this.entries.size() * ENTRY;
	}

	double memory() {
		return this.capacity * ENTRY;
	}

	double written() {
		return this.writes * ENTRY;
	}

	double evicted() {
		return this.evictions * ENTRY;
	}

	double hitRatio() {
		return (double) this.hits / this.reads;
	}

	void forgetCounts() {
		this.reads = 0;
		this.hits = 0;
		this.evictions = 0;
	}

	void run(double seconds, double rate, EntryLife life) {
		double end = this.now + seconds;
		while (this.now < end) {
			this.now += -Math.log(1 - this.random.nextDouble()) / rate;
			expire();
			read(key(), life);
		}
	}

	private int key() {
		double point = this.random.nextDouble() * this.cumulated[this.cumulated.length - 1];
		int found = Arrays.binarySearch(this.cumulated, point);
		return (found >= 0) ? found : -found - 1;
	}

	private void read(int key, EntryLife life) {
		this.reads++;
		Entry entry = this.entries.get(key);
		if (entry == null || entry.until <= this.now) {
			if (entry != null) {
				entry.gone = true;
			}
			this.writes++;
			Lived lived = life.begin(VALUE);
			keep(key, new Entry(lived.stored(), this.now + lived.life() / 1000.0));
			evict();
			return;
		}
		this.hits++;
		Long until = life.extension(entry.stored);
		if (until != null
				&& this.extended.isFirst(String.valueOf(key).getBytes(StandardCharsets.US_ASCII), life.pause())) {
			entry.until = until / 1000.0;
		}
	}

	private void keep(int key, Entry entry) {
		this.entries.put(key, entry);
		this.expiries.add(new Expiry(entry.until, key, entry));
	}

	private void evict() {
		if (this.entries.size() > this.capacity) {
			Map.Entry<Integer, Entry> oldest = this.entries.entrySet().iterator().next();
			oldest.getValue().gone = true;
			this.entries.remove(oldest.getKey());
			this.evictions++;
		}
	}

	private void expire() {
		for (Expiry next = this.expiries.peek(); next != null && next.at() <= this.now; next = this.expiries.peek()) {
			this.expiries.poll();
			expire(next);
		}
		reclaim();
	}

	private void expire(Expiry expiry) {
		Entry entry = expiry.entry();
		if (entry.gone) {
			return;
		}
		if (entry.until <= this.now) {
			this.expired.add(expiry);
		}
		else {
			this.expiries.add(new Expiry(entry.until, expiry.key(), entry));
		}
	}

	private void reclaim() {
		while (this.expired.size() > this.stale * this.entries.size()) {
			Expiry next = this.expired.removeFirst();
			if (!next.entry().gone) {
				next.entry().gone = true;
				this.entries.remove(next.key());
			}
		}
	}

	private static final class Entry {

		private final byte[] stored;

		private double until;

		private boolean gone;

		private Entry(byte[] stored, double until) {
			this.stored = stored;
			this.until = until;
		}

	}

	private record Expiry(double at, int key, Entry entry) implements Comparable<Expiry> {

		@Override
		public int compareTo(Expiry other) {
			return Double.compare(this.at, other.at);
		}

	}

}
