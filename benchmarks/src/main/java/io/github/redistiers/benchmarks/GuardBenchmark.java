package io.github.redistiers.benchmarks;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.redistiers.TierRole;
import io.github.redistiers.connection.RedisTier;
import io.github.redistiers.connection.TierConnectionFactory;
import io.github.redistiers.connection.TierSettings;
import io.github.redistiers.devservices.RedisServer;
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

import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;

/**
 * The guard's look at two servers whose connections are open, as at an application's
 * start.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class GuardBenchmark {

	private @Nullable Tier cache;

	private @Nullable Tier store;

	private @Nullable Guard guard;

	@Setup
	public void connect() {
		// an application has logged before its guard looks
		LogFactory.getLog(GuardBenchmark.class).info("The servers start");
		Tier cacheTier = Tier.start("cache", TierRole.CACHE, ServerPreset.CACHE);
		Tier storeTier = Tier.start("store", TierRole.STORE, ServerPreset.STORE);
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

	private record Tier(RedisServer server, TierConnectionFactory factory, RedisTier tier) {

		static Tier start(String name, TierRole role, ServerPreset preset) {
			RedisServer server = RedisServer.builder().preset(preset).start();
			TierConnectionFactory factory = new TierConnectionFactory(
					TierSettings.builder(name, role, new RedisStandaloneConfiguration(server.host(), server.port()))
						.build());
			factory.afterPropertiesSet();
			factory.start();
			awaitConnection(factory);
			return new Tier(server, factory, new RedisTier(name, role, factory));
		}

		// the cache does not wait for its connection, which is being opened
		private static void awaitConnection(TierConnectionFactory factory) {
			long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
			while (true) {
				try (RedisConnection connection = factory.getConnection()) {
					connection.ping();
					return;
				}
				catch (RuntimeException ex) {
					if (System.nanoTime() > limit) {
						throw ex;
					}
					Thread.onSpinWait();
				}
			}
		}

		void close() {
			this.factory.destroy();
			this.server.close();
		}

	}

}
