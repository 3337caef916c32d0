package io.github.redistiers.cache;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

import io.github.redistiers.cache.MemoryHorizon.Look;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class MemoryHorizonTests {

	/**
	 * Enough for some thousand entries in the smallest cache: the fewer there are, the
	 * more their number sways.
	 */
	private static final int ENTRIES = 4_000;

	/**
	 * How long an entry lives under LRU in the simulations.
	 */
	private static final double HORIZON = 300;

	private static final double PERIOD = 10;

	private static final double WARM_UP = 7200;

	private static final double MEASURED = 7200;

	@ParameterizedTest
	@CsvSource({ "0.8, 0.02", "0.8, 0.1", "0.8, 0.3", "0.99, 0.02", "0.99, 0.1", "0.99, 0.3" })
	void replacesEvictionsAtTheHitRatioOfLru(double exponent, double part) {
		SimulatedCache plain = fixed(exponent, part, Duration.ofDays(1000));
		SimulatedCache hour = fixed(exponent, part, Duration.ofHours(1));
		SimulatedCache sized = sized(exponent, part, 0);
		System.out.printf(
				"zipf %.2f, %2.0f %% of the keys: hit ratio %.2f %% LRU, %.2f %% sized; evictions %d in an hour's TTL, %d sized%n",
				exponent, part * 100, plain.hitRatio() * 100, sized.hitRatio() * 100, hour.evictions, sized.evictions);
		assertThat(hour.evictions).isPositive();
		assertThat(sized.evictions).isLessThanOrEqualTo(hour.evictions / 20);
		assertThat(sized.hitRatio()).isGreaterThan(plain.hitRatio() - 0.02);
	}

	/**
	 * Redis removes what has expired by and by; what lies about takes memory meanwhile.
	 */
	@ParameterizedTest
	@CsvSource({ "0.8, 0.1", "0.99, 0.1", "0.99, 0.3" })
	void settlesWhereATenthOfTheMemoryHasExpired(double exponent, double part) {
		SimulatedCache plain = fixed(exponent, part, Duration.ofDays(1000));
		SimulatedCache sized = sized(exponent, part, 0.1);
		assertThat(sized.evictions).isLessThanOrEqualTo(plain.evictions / 20);
		assertThat(sized.used()).isBetween(sized.memory() * 0.9, sized.memory());
		assertThat(sized.hitRatio()).isGreaterThan(plain.hitRatio() - 0.03);
	}

	@Test
	void comesToTheCharacteristicTime() {
		SimulatedCache cache = cache(0.9, 0.1);
		AtomicLong idle = new AtomicLong(60_000);
		MemoryHorizon horizon = new MemoryHorizon(0, 60, true, 1, 86_400);
		run(cache, idle, horizon, WARM_UP, rate(cache));
		assertThat(idle.get() / 1000.0).isBetween(HORIZON * 0.7, HORIZON * 1.4);
		assertThat(cache.used()).isBetween(cache.memory() * 0.9, cache.memory());
	}

	@Test
	void followsTheTraffic() {
		SimulatedCache cache = cache(0.9, 0.1);
		AtomicLong idle = new AtomicLong(60_000);
		MemoryHorizon horizon = new MemoryHorizon(0, 60, true, 1, 86_400);
		double rate = rate(cache);
		run(cache, idle, horizon, WARM_UP, rate);
		run(cache, idle, horizon, WARM_UP, 3 * rate);
		assertThat(idle.get() / 1000.0).isBetween(HORIZON / 3 * 0.6, HORIZON / 3 * 1.5);
		cache.forgetCounts();
		run(cache, idle, horizon, MEASURED, 3 * rate);
		assertThat(cache.evictions).isLessThan(cache.reads / 100);
		run(cache, idle, horizon, WARM_UP, rate);
		assertThat(idle.get() / 1000.0).isBetween(HORIZON * 0.7, HORIZON * 1.4);
	}

	@ParameterizedTest
	@CsvSource({ "0.8, 0.1", "0.99, 0.1", "0.99, 0.3" })
	void knowsHowLongEntriesLiveThatTheServerEvicts(double exponent, double part) {
		SimulatedCache cache = cache(exponent, part);
		EntryLife life = new EntryLife(CacheSettings.builder().timeToLive(Duration.ofHours(1)).build(), new Random(1),
				cache::millis);
		MemoryHorizon horizon = new MemoryHorizon(0, 3600, true, 3600, 3600);
		run(cache, horizon, WARM_UP, rate(cache), life);
		System.out.printf("zipf %.2f, %2.0f %% of the keys: entries live %.0f s, and %.0f s by the estimate%n",
				exponent, part * 100, HORIZON, horizon.age());
		assertThat(horizon.age()).isBetween(HORIZON / 2, HORIZON * 2);
		assertThat(FictionReport.of("products", 3600, horizon.age(), horizon.rate()))
			.startsWith("products: TTL 60 min, but entries live about ");
	}

	@Test
	void changesByABoundedStepAndStaysWithinItsBounds() {
		MemoryHorizon horizon = new MemoryHorizon(0, 600, true, 60, 3600);
		double life = 600;
		for (int look = 1; look < 400; look++) {
			double next = horizon.look(new Look(look * PERIOD, 1e9, 1e6, 1, 0));
			assertThat(next).isBetween(life, life * 1.1001);
			life = next;
		}
		assertThat(life).isEqualTo(3600);
		for (int look = 400; look < 600; look++) {
			double next = horizon.look(new Look(look * PERIOD, 1e9, 1e9, 1e9, 1e9));
			assertThat(next).isBetween(life * 0.8999, life);
			life = next;
		}
		assertThat(life).isEqualTo(60);
	}

	@Test
	void overfillsNothingAfterAColdStart() {
		SimulatedCache cache = cache(0.9, 0.1);
		AtomicLong idle = new AtomicLong(86_400_000);
		MemoryHorizon horizon = new MemoryHorizon(0, 86_400, false, 1, 86_400);
		run(cache, idle, horizon, WARM_UP, rate(cache));
		assertThat(cache.evictions).isLessThan(cache.reads / 1000);
		assertThat(idle.get() / 1000.0).isBetween(HORIZON * 0.7, HORIZON * 1.4);
	}

	@Test
	void comesBackFromALifeThatWasFiction() {
		SimulatedCache cache = cache(0.9, 0.1);
		AtomicLong idle = new AtomicLong(86_400_000);
		MemoryHorizon horizon = new MemoryHorizon(0, 86_400, true, 1, 86_400);
		run(cache, idle, horizon, 2 * WARM_UP, rate(cache));
		assertThat(idle.get() / 1000.0).isBetween(HORIZON * 0.7, HORIZON * 1.4);
		cache.forgetCounts();
		run(cache, idle, horizon, MEASURED, rate(cache));
		assertThat(cache.evictions).isLessThan(cache.reads / 100);
	}

	@Test
	void leavesALifeAloneWhereNothingIsWritten() {
		MemoryHorizon horizon = new MemoryHorizon(0, 600, true, 60, 3600);
		assertThat(horizon.look(new Look(10, 1e9, 1e9, 0, 0))).isEqualTo(600);
	}

	private static SimulatedCache fixed(double exponent, double part, Duration timeToLive) {
		SimulatedCache cache = cache(exponent, part);
		EntryLife life = new EntryLife(CacheSettings.builder().timeToLive(timeToLive).build(), new Random(1),
				cache::millis);
		cache.run(WARM_UP, rate(cache), life);
		cache.forgetCounts();
		cache.run(MEASURED, rate(cache), life);
		return cache;
	}

	private static SimulatedCache sized(double exponent, double part, double stale) {
		SimulatedCache cache = new SimulatedCache((int) (ENTRIES / part), exponent, ENTRIES, stale);
		AtomicLong idle = new AtomicLong(600_000);
		MemoryHorizon horizon = new MemoryHorizon(0, 600, false, 1, 86_400);
		run(cache, idle, horizon, WARM_UP, rate(cache));
		cache.forgetCounts();
		run(cache, idle, horizon, MEASURED, rate(cache));
		return cache;
	}

	private static void run(SimulatedCache cache, AtomicLong idle, MemoryHorizon horizon, double seconds, double rate) {
		CacheSettings settings = CacheSettings.builder().timeToLive(Duration.ofDays(1)).build();
		EntryLife life = new EntryLife(settings, idle::get, new Random(1), cache::millis);
		double end = cache.now() + seconds;
		while (cache.now() < end) {
			idle.set((long) (1000 * look(cache, horizon, rate, life)));
		}
	}

	private static void run(SimulatedCache cache, MemoryHorizon horizon, double seconds, double rate, EntryLife life) {
		double end = cache.now() + seconds;
		while (cache.now() < end) {
			look(cache, horizon, rate, life);
		}
	}

	private static double look(SimulatedCache cache, MemoryHorizon horizon, double rate, EntryLife life) {
		double written = cache.written();
		double evicted = cache.evicted();
		cache.run(PERIOD, rate, life);
		return horizon.look(new Look(cache.now(), cache.memory(), cache.used(), cache.written() - written,
				cache.evicted() - evicted));
	}

	private static SimulatedCache cache(double exponent, double part) {
		return new SimulatedCache((int) (ENTRIES / part), exponent, ENTRIES, 0);
	}

	private static double rate(SimulatedCache cache) {
		return cache.characteristicReads() / HORIZON;
	}

}
