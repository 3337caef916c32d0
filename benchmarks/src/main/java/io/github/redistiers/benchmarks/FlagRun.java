package io.github.redistiers.benchmarks;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.ServerPreset;
import io.github.redistiers.store.flag.Flag;
import io.github.redistiers.store.flag.FlagRepository;
import io.lettuce.core.RedisURI;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Measures how long a flag is read, what garbage that makes, and how long a change takes
 * to another process.
 */
final class FlagRun {

	private static final Flag<Long> CHANGED = Flag.number("changed", 0);

	private static final int CHANGES = 100;

	private final Mode mode;

	FlagRun(Mode mode) {
		this.mode = mode;
	}

	MarkdownTable reads() throws RunnerException {
		Map<Read, Series> times = new EnumMap<>(Read.class);
		Map<Read, Series> garbage = new EnumMap<>(Read.class);
		for (int round = 0; round < this.mode.rounds(); round++) {
			for (Read read : Read.values()) {
				RunResult result = new Runner(options(read)).runSingle();
				double nanos = result.getPrimaryResult().getScore();
				double bytes = allocated(result);
				System.err.printf(Locale.ROOT, "%-32s %8.1f ns %8.1f B%n", read.title, nanos, bytes);
				times.computeIfAbsent(read, (absent) -> new Series()).add(nanos);
				garbage.computeIfAbsent(read, (absent) -> new Series()).add(bytes);
			}
		}
		MarkdownTable table = new MarkdownTable("reading one of 100 flags, 1 thread", "ns", "bytes of garbage");
		times.forEach((read, series) -> table.row(read.title, format(series.median()),
				format(garbage.getOrDefault(read, new Series()).median())));
		return table;
	}

	private Options options(Read read) {
		return new OptionsBuilder().include("\\.FlagBenchmark\\." + read.method + "$")
			.forks(1)
			.warmupIterations(this.mode.warmUps())
			.warmupTime(this.mode.warmUpTime())
			.measurementIterations(1)
			.measurementTime(this.mode.time())
			.addProfiler(GCProfiler.class)
			.shouldFailOnError(true)
			.verbosity(VerboseMode.SILENT)
			.build();
	}

	private static double allocated(RunResult result) {
		return result.getSecondaryResults()
			.entrySet()
			.stream()
			.filter((secondary) -> secondary.getKey().endsWith("gc.alloc.rate.norm"))
			.mapToDouble((secondary) -> secondary.getValue().getScore())
			.findFirst()
			.orElseThrow();
	}

	MarkdownTable changes() {
		try (RedisServer server = RedisServer.builder().preset(ServerPreset.STORE).start();
				TiersStore one = new TiersStore(RedisURI.create(server.address()));
				TiersStore other = new TiersStore(RedisURI.create(server.address()))) {
			FlagRepository writer = one.repository(FlagRepository.class, "features");
			FlagRepository reader = other.repository(FlagRepository.class, "features");
			reader.refresh();
			while (!reader.status().pushed()) {
				Thread.onSpinWait();
			}
			Series millis = new Series();
			for (long change = 1; change <= (long) CHANGES * this.mode.rounds(); change++) {
				long began = System.nanoTime();
				writer.set(CHANGED, change);
				while (reader.value(CHANGED) != change) {
					Thread.onSpinWait();
				}
				millis.add((System.nanoTime() - began) / 1e6);
			}
			MarkdownTable table = new MarkdownTable("from before a change until another process reads it", "median ms");
			table.row("Redis Tiers", String.format(Locale.ROOT, "%.2f", millis.median()));
			return table;
		}
	}

	private static String format(double value) {
		return String.format(Locale.ROOT, "%.1f", value);
	}

	/**
	 * What is read.
	 */
	private enum Read {

		FIELD("field", "a volatile field, for comparison"),

		ON("isOn", "isOn(flag)"),

		VALUE("value", "value(flag), a number"),

		NAME("isOnForAName", "isOn(flag, subject), 13 characters, on for 25 %"),

		UUID("isOnForAUuid", "isOn(flag, subject), 36 characters, on for 25 %");

		private final String method;

		private final String title;

		Read(String method, String title) {
			this.method = method;
			this.title = title;
		}

	}

}
