package io.github.redistiers.benchmarks;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.redistiers.TierRole;
import io.github.redistiers.boot.observe.ServerMeters;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.ServerPreset;
import io.github.redistiers.guard.Guard;
import io.github.redistiers.guard.GuardChecks;
import io.github.redistiers.guard.GuardListener;
import io.github.redistiers.guard.GuardReport;
import io.github.redistiers.guard.GuardSettings;
import io.github.redistiers.guard.GuardWatch;
import io.github.redistiers.guard.ServerCheck;
import io.github.redistiers.guard.ServerInfo;
import io.github.redistiers.guard.VerdictChange;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/**
 * Measures what the guard's watch costs a server, and the application. It looks far more
 * often than it would, and the cost of one look is counted once in 30 seconds.
 */
final class WatchRun {

	private static final Duration OFTEN = Duration.ofMillis(10);

	private static final double INTERVAL_SECONDS = 30;

	private static final int SCRAPES = 200;

	private final Mode mode;

	WatchRun(Mode mode) {
		this.mode = mode;
	}

	MarkdownTable table() throws InterruptedException {
		Series cache = new Series();
		Series store = new Series();
		Series scrape = new Series();
		int threads = 0;
		for (int round = 0; round < this.mode.starts(); round++) {
			threads = Math.max(threads, round(cache, store, scrape));
		}
		MarkdownTable table = new MarkdownTable("the guard's watch", "");
		table.row("CPU of a cache's server for one look", micros(cache.median()));
		table.row("CPU of a store's server for one look", micros(store.median()));
		table.row("the latter, of one core, with a look in 30 s", format("%.4f %%", share(store.median())));
		table.row("threads of the guard in the application at most, two servers", String.valueOf(threads));
		table.row("reading all meters of both servers", format("%.2f ms", scrape.median() / 1e6));
		return table;
	}

	private int round(Series cache, Series store, Series scrape) throws InterruptedException {
		JudgedTier cacheTier = JudgedTier.start("cache", TierRole.CACHE, ServerPreset.CACHE);
		JudgedTier storeTier = JudgedTier.start("store", TierRole.STORE, ServerPreset.STORE);
		List<ServerCheck> checks = GuardChecks.ofServers(Clock.systemUTC(),
				List.of(GuardChecks.dataLost("benchmark:", List.of(cacheTier.tier(), storeTier.tier()))));
		try (Guard guard = new Guard(List.of(cacheTier.tier(), storeTier.tier()), checks, GuardChecks.ofTiers(),
				GuardSettings.defaults())) {
			guard.inspect();
			Looks looks = new Looks(this.mode.keys() / 20);
			double cacheBefore = cpu(cacheTier.server());
			double storeBefore = cpu(storeTier.server());
			try (GuardWatch watch = new GuardWatch(guard, OFTEN, List.of(looks))) {
				watch.start();
				looks.done.await(5, TimeUnit.MINUTES);
			}
			cache.add((cpu(cacheTier.server()) - cacheBefore) / looks.count.get());
			store.add((cpu(storeTier.server()) - storeBefore) / looks.count.get());
			scrape.add(scrape(guard));
			return looks.threads.get();
		}
		finally {
			cacheTier.close();
			storeTier.close();
		}
	}

	private static double scrape(Guard guard) {
		SimpleMeterRegistry registry = new SimpleMeterRegistry();
		new ServerMeters(guard::report, Clock.systemUTC()).bindTo(registry);
		Series times = new Series();
		double sum = 0;
		for (int i = 0; i < SCRAPES; i++) {
			long begun = System.nanoTime();
			for (Meter meter : registry.getMeters()) {
				for (Measurement measurement : meter.measure()) {
					sum += measurement.getValue();
				}
			}
			times.add(System.nanoTime() - begun);
		}
		System.err.println("meters: " + registry.getMeters().size() + ", sum " + sum);
		return times.median();
	}

	/**
	 * Seconds that the server has computed so far.
	 */
	private static double cpu(RedisServer server) {
		ServerInfo info = ServerInfo.parse(String.valueOf(server.execute("INFO", "cpu")));
		return info.numberOrNaN("used_cpu_sys") + info.numberOrNaN("used_cpu_user");
	}

	private static double share(double seconds) {
		return 100 * seconds / INTERVAL_SECONDS;
	}

	private static String micros(double seconds) {
		return format("%,.0f µs", seconds * 1e6);
	}

	private static String format(String format, double value) {
		return String.format(Locale.ROOT, format, value);
	}

	private static final class Looks implements GuardListener {

		private final AtomicInteger count = new AtomicInteger();

		private final AtomicInteger threads = new AtomicInteger();

		private final CountDownLatch done;

		Looks(int wanted) {
			this.done = new CountDownLatch(wanted);
		}

		@Override
		public void changed(VerdictChange change) {
		}

		@Override
		public void looked(GuardReport report) {
			this.count.incrementAndGet();
			this.done.countDown();
			int now = (int) Thread.getAllStackTraces()
				.keySet()
				.stream()
				.filter((thread) -> thread.getName().startsWith("redis-tiers-guard"))
				.count();
			this.threads.accumulateAndGet(now, Math::max);
		}

	}

}
