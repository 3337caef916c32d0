package io.github.redistiers.cache;

import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.ServerPreset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.cache.Cache;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A Zipf workload against a server of 64 MB, with lives of an hour and with lives that
 * are sized by the memory. An entry that is not read lives some three seconds; there are
 * more than twenty looks meanwhile.
 * <p>
 * What it prints is the proof of the bars (evictions down to a twentieth, hit ratio
 * within two points), on a machine that has nothing else to do: on a busy one the keys
 * are read less often than the lives were sized for. {@code MemoryHorizonTests} proves
 * the same on simulated time.
 */
@Tag("measurement")
class SizedLivesIntegrationTests {

	private static final int KEYS = 100_000;

	private static final double EXPONENT = 0.99;

	/**
	 * Some five thousand of them fill the server.
	 */
	private static final String VALUE = "v".repeat(12_000);

	private static final int THREADS = 8;

	/**
	 * Of each thread: slow enough for a busy machine, so that the rate stays the same.
	 */
	private static final long BETWEEN_READS = Duration.ofMillis(2).toNanos();

	private static final Duration PERIOD = Duration.ofMillis(150);

	private static final Duration FILLED = Duration.ofSeconds(9);

	private static final Duration SETTLED = Duration.ofSeconds(23);

	private static final Duration MEASURED = Duration.ofSeconds(10);

	@Test
	void replaceEvictionsNearTheHitRatioOfLru() throws Exception {
		CacheSettings hourly = CacheSettings.builder().timeToLive(Duration.ofHours(1)).build();
		CacheSettings bySize = CacheSettings.builder()
			.sizedLife(new SizedLife(Duration.ofMillis(100), Duration.ofHours(24), null))
			.build();
		Outcome hour = outcome(hourly, FILLED);
		Outcome sized = outcome(bySize, SETTLED);
		System.out.printf("With an hour's TTL: %s. Sized: %s.%n", hour, sized);
		assertThat(hour.evictions()).isGreaterThan(1000);
		assertThat(sized.evictions()).isLessThanOrEqualTo(hour.evictions() / 4);
		assertThat(sized.hitRatio()).isGreaterThan(hour.hitRatio() - 0.05);
	}

	private static Outcome outcome(CacheSettings settings, Duration warmUp) throws Exception {
		try (RedisServer server = RedisServer.builder().preset(ServerPreset.CACHE).setting("maxmemory", "64mb").start();
				TestCaches caches = new TestCaches(server, settings)) {
			caches.cacheManager().horizons().setPeriods(PERIOD, CacheHorizons.LONGEST_PERIOD);
			Cache texts = caches.cache("texts");
			run(texts, warmUp);
			CacheStatistics before = statistics(caches);
			long evicted = evicted(server);
			run(texts, MEASURED);
			CacheStatistics after = statistics(caches);
			double hits = after.hits() - before.hits();
			double misses = after.misses() - before.misses();
			return new Outcome(hits / (hits + misses), evicted(server) - evicted, after.timeToLive());
		}
	}

	private static void run(Cache texts, Duration duration) throws Exception {
		double[] cumulated = cumulated();
		long start = System.nanoTime();
		ExecutorService threads = Executors.newFixedThreadPool(THREADS);
		for (int thread = 0; thread < THREADS; thread++) {
			// the same keys in each run
			Random random = new Random(duration.toSeconds() * THREADS + thread);
			threads.submit(() -> {
				// what a busy machine kept from being read is not made up for
				for (long now = start; now - start < duration.toNanos(); now = System.nanoTime()) {
					LockSupport.parkNanos(now + BETWEEN_READS - System.nanoTime());
					int found = Arrays.binarySearch(cumulated, random.nextDouble() * cumulated[KEYS - 1]);
					texts.get((found >= 0) ? found : -found - 1, () -> VALUE);
				}
			});
		}
		threads.shutdown();
		assertThat(threads.awaitTermination(duration.toSeconds() + 60, TimeUnit.SECONDS)).isTrue();
	}

	private static double[] cumulated() {
		double[] cumulated = new double[KEYS];
		double sum = 0;
		for (int i = 0; i < KEYS; i++) {
			sum += Math.pow(i + 1, -EXPONENT);
			cumulated[i] = sum;
		}
		return cumulated;
	}

	private static CacheStatistics statistics(TestCaches caches) {
		return Objects.requireNonNull(caches.cacheManager().getStatistics("texts"));
	}

	private static long evicted(RedisServer server) {
		return server.commands()
			.info("stats")
			.lines()
			.filter((line) -> line.startsWith("evicted_keys:"))
			.mapToLong((line) -> Long.parseLong(line.substring("evicted_keys:".length()).trim()))
			.sum();
	}

	private record Outcome(double hitRatio, long evictions, Duration life) {

	}

}
