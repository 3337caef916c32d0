package io.github.redistiers.benchmarks;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.redistiers.TierRole;
import io.github.redistiers.devservices.ServerPreset;
import io.github.redistiers.guard.Guard;
import io.github.redistiers.guard.GuardChecks;
import io.github.redistiers.guard.GuardReport;
import io.github.redistiers.guard.GuardSettings;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The guard's look at two servers whose connections are open, as at an application's
 * start.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class GuardBenchmark {

	private @Nullable JudgedTier cache;

	private @Nullable JudgedTier store;

	private @Nullable Guard guard;

	@Setup
	public void connect() {
		// an application has logged before its guard looks
		LogFactory.getLog(GuardBenchmark.class).info("The servers start");
		JudgedTier cacheTier = JudgedTier.start("cache", TierRole.CACHE, ServerPreset.CACHE);
		JudgedTier storeTier = JudgedTier.start("store", TierRole.STORE, ServerPreset.STORE);
		this.cache = cacheTier;
		this.store = storeTier;
		this.guard = new Guard(List.of(cacheTier.tier(), storeTier.tier()),
				GuardChecks.ofServers(Clock.systemUTC(), List.of()), GuardChecks.ofTiers(List.of()),
				GuardSettings.defaults());
	}

	@Benchmark
	public GuardReport look() {
		Guard guard = this.guard;
		if (guard == null) {
			throw new IllegalStateException("Not connected");
		}
		guard.admit();
		return guard.report();
	}

	@TearDown
	public void close() {
		if (this.guard != null) {
			this.guard.close();
		}
		if (this.cache != null) {
			this.cache.close();
		}
		if (this.store != null) {
			this.store.close();
		}
	}

}
