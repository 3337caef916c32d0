package io.github.redistiers.cache;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

import io.github.redistiers.cache.MemoryHorizon.Look;
import org.jspecify.annotations.Nullable;

/**
 * Divides one server's memory among caches: one that has a share of its own has a horizon
 * of its own, all others have one in common, as under LRU. Caches with a fixed life take
 * what they take. All times are in seconds, all amounts in bytes.
 * <p>
 * What each cache takes is not told by the server. It is taken to be what the cache
 * writes while one of its entries lives.
 */
final class MemoryShares {

	/**
	 * The pool of the caches without a share.
	 */
	static final String COMMON = "";

	/**
	 * The weight of a look in the averages.
	 */
	private static final double WEIGHT = 0.2;

	/**
	 * Fewer evictions say nothing: the part of what is written.
	 */
	private static final double FEW = 0.01;

	private final Function<String, CacheSettings> settings;

	/**
	 * What the server said of lives before this process did, by pool.
	 */
	private final Map<String, Double> former;

	private final Map<String, Double> rates = new TreeMap<>();

	private final Map<String, MemoryHorizon> horizons = new TreeMap<>();

	private double last;

	private double evicted;

	private double age = Double.POSITIVE_INFINITY;

	/**
	 * Shares of a server.
	 * @param now the time
	 * @param settings each cache's settings
	 * @param former the lives that were given until now by pool, as far as known
	 */
	MemoryShares(double now, Function<String, CacheSettings> settings, Map<String, Double> former) {
		this.last = now;
		this.settings = settings;
		this.former = former;
	}

	/**
	 * The pool whose life a cache has; {@code null} if its life is fixed.
	 */
	static @Nullable String pool(String cache, CacheSettings settings) {
		SizedLife sized = settings.sizedLife();
		if (sized == null) {
			return null;
		}
		return (sized.memoryShare() != null) ? cache : COMMON;
	}

	/**
	 * Takes what was seen since the last look into account.
	 * @param server the server, all caches together
	 * @param written what each cache has written since the last look
	 */
	void look(Look server, Map<String, Double> written) {
		double elapsed = server.now() - this.last;
		if (elapsed <= 0) {
			return;
		}
		this.last = server.now();
		written.forEach((cache, bytes) -> this.rates.merge(cache, bytes / elapsed,
				(before, now) -> before + WEIGHT * (now - before)));
		double all = sum(written);
		this.evicted += WEIGHT * (((all > 0) ? server.evicted() / all : 0) - this.evicted);
		this.age = isEvicting() ? age(server.used()) : Double.POSITIVE_INFINITY;
		Map<String, Pool> pools = pools(written);
		double expected = this.rates.keySet().stream().mapToDouble(this::held).sum();
		// what is used beside the caches is taken by what has expired and is still there
		double scale = (expected > server.used()) ? server.used() / expected : 1;
		pools.forEach((name, pool) -> {
			double memory = memory(name, pool, pools, server.memory(), scale);
			double used = used(name, pools, server.used(), scale);
			double part = (all > 0) ? pool.written / all : 0;
			MemoryHorizon horizon = this.horizons.computeIfAbsent(name, (key) -> horizon(key, pool, elapsed));
			horizon.limit(pool.shortest, pool.longest);
			horizon.look(new Look(server.now(), memory, used, pool.written, server.evicted() * part));
		});
	}

	/**
	 * The life of each pool, as far as it is known. While fixed lives keep the server
	 * evicting, others do not make way for them altogether.
	 */
	Map<String, Double> lives() {
		double least = this.rates.keySet().stream().anyMatch(this::isFiction) ? this.age / 2 : 0;
		Map<String, Double> lives = new TreeMap<>();
		this.horizons.forEach((pool, horizon) -> {
			if (horizon.isKnown()) {
				lives.put(pool, Math.max(least, horizon.life()));
			}
		});
		return lives;
	}

	/**
	 * How long it takes at least to write as much as there is memory for a pool.
	 */
	double filled() {
		return this.horizons.values()
			.stream()
			.mapToDouble(MemoryHorizon::filled)
			.min()
			.orElse(Double.POSITIVE_INFINITY);
	}

	/**
	 * What is fiction of the fixed lives: a sentence for each cache that has one, empty
	 * where there is nothing to say.
	 */
	Map<String, String> fiction() {
		Map<String, String> sentences = new TreeMap<>();
		this.rates.forEach((cache, rate) -> {
			CacheSettings own = this.settings.apply(cache);
			if (own.sizedLife() == null) {
				double life = fixedLife(own);
				String sentence = FictionReport.of(cache, life, Math.min(life, this.age), rate);
				sentences.put(cache, (sentence != null) ? sentence : "");
			}
		});
		return sentences;
	}

	private boolean isFiction(String cache) {
		CacheSettings own = this.settings.apply(cache);
		return own.sizedLife() == null && fixedLife(own) > this.age;
	}

	private boolean isEvicting() {
		return this.evicted > FEW;
	}

	/**
	 * At which age the server evicts: such that what is written until then, or until it
	 * expires if that is earlier, is what is used.
	 */
	private double age(double used) {
		double low = 0;
		double high = seconds(SizedLife.DEFAULT_LONGEST) * 365;
		while (high - low > 1e-3 * high) {
			double middle = (low + high) / 2;
			double held = this.rates.entrySet()
				.stream()
				.mapToDouble((each) -> each.getValue() * Math.min(life(each.getKey()), middle))
				.sum();
			low = (held < used) ? middle : low;
			high = (held < used) ? high : middle;
		}
		return high;
	}

	private double held(String cache) {
		return this.rates.getOrDefault(cache, 0.0) * Math.min(life(cache), this.age);
	}

	private double life(String cache) {
		CacheSettings own = this.settings.apply(cache);
		String pool = pool(cache, own);
		MemoryHorizon horizon = (pool != null) ? this.horizons.get(pool) : null;
		return (horizon != null) ? horizon.life() : fixedLife(own);
	}

	private static double fixedLife(CacheSettings settings) {
		Duration idle = settings.timeToIdle();
		double life = seconds(settings.timeToLive());
		return (idle != null) ? Math.min(life, seconds(idle)) : life;
	}

	private Map<String, Pool> pools(Map<String, Double> written) {
		Map<String, Pool> pools = new HashMap<>();
		written.forEach((cache, bytes) -> {
			CacheSettings own = this.settings.apply(cache);
			String name = pool(cache, own);
			if (name != null) {
				pools.computeIfAbsent(name, (key) -> new Pool()).add(own, held(cache), bytes);
			}
		});
		return pools;
	}

	private MemoryHorizon horizon(String name, Pool pool, double elapsed) {
		Double life = this.former.get(name);
		return new MemoryHorizon(this.last - elapsed, (life != null) ? life : pool.first, life != null, pool.shortest,
				pool.longest);
	}

	private double memory(String name, Pool pool, Map<String, Pool> pools, double memory, double scale) {
		if (pool.share > 0) {
			return pool.share * memory;
		}
		double shared = pools.values().stream().mapToDouble((each) -> each.share).sum();
		return Math.max(1, (1 - shared) * memory - fixed() * scale);
	}

	private double used(String name, Map<String, Pool> pools, double used, double scale) {
		Pool pool = pools.get(name);
		if (pool != null && !name.equals(COMMON)) {
			return pool.held * scale;
		}
		double shared = pools.values().stream().filter((each) -> each.share > 0).mapToDouble((each) -> each.held).sum();
		return Math.max(0, used - (shared + fixed()) * scale);
	}

	private double fixed() {
		return this.rates.keySet()
			.stream()
			.filter((cache) -> this.settings.apply(cache).sizedLife() == null)
			.mapToDouble(this::held)
			.sum();
	}

	private static double sum(Map<String, Double> amounts) {
		return amounts.values().stream().mapToDouble(Double::doubleValue).sum();
	}

	private static double seconds(Duration duration) {
		return duration.toMillis() / 1000.0;
	}

	/**
	 * Caches that have one life.
	 */
	private static final class Pool {

		private double share;

		private double shortest = Double.POSITIVE_INFINITY;

		private double longest;

		private double first;

		private double held;

		private double written;

		private void add(CacheSettings settings, double held, double written) {
			SizedLife sized = settings.sizedLife();
			if (sized != null) {
				this.share = (sized.memoryShare() != null) ? sized.memoryShare() : 0;
				this.shortest = Math.min(this.shortest, seconds(sized.shortest()));
				this.longest = Math.max(this.longest, seconds(sized.longest()));
				this.first = Math.max(this.first, seconds(settings.timeToLive()));
			}
			this.held += held;
			this.written += written;
		}

	}

}
