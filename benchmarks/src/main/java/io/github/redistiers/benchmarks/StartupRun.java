package io.github.redistiers.benchmarks;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.ServerPreset;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Measures what the starter, and the guard in it, add to an application's start; the
 * applications start in turn.
 */
final class StartupRun {

	private final Mode mode;

	StartupRun(Mode mode) {
		this.mode = mode;
	}

	MarkdownTable table() throws RunnerException {
		MarkdownTable table = new MarkdownTable("start of a web application, JVM included", "median ms", "ratio",
				"added ms against the row above");
		Series base = null;
		Series above = null;
		for (Map.Entry<StartupVariant, Series> start : measure().entrySet()) {
			Series series = start.getValue();
			base = (base != null) ? base : series;
			table.row(start.getKey().title(), format("%,.0f", series.median()), format("%.2f", series.ratioTo(base)),
					(above != null) ? format("%+,.0f", series.above(above)) : "");
			above = series;
		}
		return table;
	}

	private Map<StartupVariant, Series> measure() throws RunnerException {
		Map<StartupVariant, Series> starts = new EnumMap<>(StartupVariant.class);
		try (RedisServer cache = RedisServer.builder().preset(ServerPreset.CACHE).start();
				RedisServer store = RedisServer.builder().preset(ServerPreset.STORE).start()) {
			// the first round fills the machine's file cache and does not count
			for (int round = 0; round <= this.mode.starts(); round++) {
				for (StartupVariant variant : StartupVariant.values()) {
					double millis = start(variant, cache.address(), store.address());
					if (round > 0) {
						starts.computeIfAbsent(variant, (key) -> new Series()).add(millis);
					}
				}
			}
		}
		return starts;
	}

	private double start(StartupVariant variant, String cache, String store) throws RunnerException {
		Options options = new OptionsBuilder().include("\\.StartupBenchmark\\.start$")
			.param("variant", variant.name())
			.param("cache", cache)
			.param("store", store)
			.forks(0)
			.warmupIterations(0)
			.measurementIterations(1)
			.shouldFailOnError(true)
			.verbosity(VerboseMode.SILENT)
			.build();
		double millis = new Runner(options).runSingle().getPrimaryResult().getScore();
		System.err.printf(Locale.ROOT, "%-40s %,10.0f ms%n", variant.title(), millis);
		return millis;
	}

	private static String format(String format, double value) {
		return String.format(Locale.ROOT, format, value);
	}

}
