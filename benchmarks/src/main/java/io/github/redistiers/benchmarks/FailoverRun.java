package io.github.redistiers.benchmarks;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.github.redistiers.TierRole;
import io.github.redistiers.connection.RedisTier;
import io.github.redistiers.connection.TierConnectionFactory;
import io.github.redistiers.connection.TierSettings;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.SentinelGroup;
import io.github.redistiers.devservices.ServerPreset;
import io.github.redistiers.guard.Guard;
import io.github.redistiers.guard.GuardChecks;
import io.github.redistiers.guard.GuardListener;
import io.github.redistiers.guard.GuardReport;
import io.github.redistiers.guard.GuardSettings;
import io.github.redistiers.guard.GuardWatch;
import io.github.redistiers.guard.ServerInfo;
import io.github.redistiers.guard.ServerReport;
import io.github.redistiers.guard.VerdictChange;
import io.github.redistiers.store.StoreBreakers;

import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisSentinelConfiguration;
import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * Measures how soon the guard notices that the primary behind Sentinel is gone, from the
 * first call on that fails. Its next look would be in a day.
 */
final class FailoverRun {

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	private final Mode mode;

	FailoverRun(Mode mode) {
		this.mode = mode;
	}

	MarkdownTable table() throws InterruptedException {
		MarkdownTable table = new MarkdownTable(
				"a failover by Sentinel, time limit of a call 2 s; median ms (most) after the first call that fails",
				"the guard knows that the primary is away", "and who is primary now");
		row(table, "the primary is killed", (group) -> group.primary().kill());
		row(table, "the primary hangs", (group) -> group.primary().pause());
		row(table, "its host hangs, with the first Sentinel", (group) -> {
			group.primary().pause();
			group.sentinels().get(0).pause();
		});
		return table;
	}

	private void row(MarkdownTable table, String name, Consumer<SentinelGroup> fault) throws InterruptedException {
		Series away = new Series();
		Series successor = new Series();
		for (int round = 0; round < this.mode.starts(); round++) {
			round(fault, away, successor);
			System.err.printf(Locale.ROOT, "%s: away after %,.0f ms, successor after %,.0f ms%n", name, away.last(),
					successor.last());
		}
		table.row(name, format(away), format(successor));
	}

	private static void round(Consumer<SentinelGroup> fault, Series away, Series successor)
			throws InterruptedException {
		try (SentinelGroup group = SentinelGroup.start((it) -> it.preset(ServerPreset.STORE))) {
			// at which nobody should run them, and which leaves the guard the least time
			group.sentinels()
				.forEach((sentinel) -> sentinel.execute("SENTINEL", "SET", group.name(), "down-after-milliseconds",
						"1000"));
			RedisSentinelConfiguration configuration = new RedisSentinelConfiguration();
			configuration.master(group.name());
			group.sentinels().forEach((sentinel) -> configuration.sentinel(sentinel.host(), sentinel.port()));
			StoreBreakers breakers = new StoreBreakers(null, null);
			TierConnectionFactory factory = new TierConnectionFactory(
					TierSettings.builder("store", TierRole.STORE, configuration).sharedCommands(breakers).build());
			factory.afterPropertiesSet();
			factory.start();
			RedisTier tier = new RedisTier("store", TierRole.STORE, factory);
			try (Guard guard = new Guard(List.of(tier), GuardChecks.ofServers(Clock.systemUTC()), GuardChecks.ofTiers(),
					GuardSettings.defaults())) {
				Looks looks = new Looks();
				StringRedisTemplate template = new StringRedisTemplate(factory);
				template.opsForValue().set("a", "1");
				guard.inspect();
				try (GuardWatch watch = new GuardWatch(guard, Duration.ofDays(1), List.of(looks))) {
					breakers.onFirstFailure(watch::callFailed);
					watch.start();
					// what it does at its start
					looks.await(GuardReport::complete);
					RedisServer primary = group.primary();
					String next = group.replica().address();
					fault.accept(group);
					long failed = firstFailure(template);
					away.add(millis(failed, looks.await((report) -> isAway(report, primary.address()))));
					successor.add(millis(failed, looks.await((report) -> isPrimary(report, next))));
					primary.resume();
					group.sentinels().forEach(RedisServer::resume);
				}
			}
			finally {
				factory.destroy();
			}
		}
	}

	/**
	 * When the first call failed.
	 */
	private static long firstFailure(StringRedisTemplate template) {
		while (true) {
			try {
				template.opsForValue().get("a");
			}
			catch (DataAccessException ex) {
				return System.nanoTime();
			}
		}
	}

	private static boolean isAway(GuardReport report, String address) {
		return servers(report).anyMatch((server) -> server.address().equals(address) && !server.reached());
	}

	private static boolean isPrimary(GuardReport report, String address) {
		return servers(report).anyMatch((server) -> {
			ServerInfo info = server.info();
			return server.address().equals(address) && info != null && "master".equals(info.find("role"));
		});
	}

	private static Stream<ServerReport> servers(GuardReport report) {
		return report.tiers().stream().flatMap((tier) -> tier.servers().stream());
	}

	private static double millis(long since, long until) {
		return (until - since) / 1e6;
	}

	private static String format(Series series) {
		return String.format(Locale.ROOT, "%,.0f (%,.0f)", series.median(), series.most());
	}

	/**
	 * What the guard has found, and when it did.
	 */
	private static final class Looks implements GuardListener {

		private final Map<Long, GuardReport> looks = new ConcurrentSkipListMap<>();

		@Override
		public void changed(VerdictChange change) {
			// no finding says who is the primary
		}

		@Override
		public void looked(GuardReport report) {
			this.looks.put(System.nanoTime(), report);
		}

		/**
		 * Waits until something is known.
		 * @return when that was
		 */
		long await(Predicate<GuardReport> known) throws InterruptedException {
			long limit = System.nanoTime() + PATIENCE.toNanos();
			while (System.nanoTime() < limit) {
				for (Map.Entry<Long, GuardReport> look : this.looks.entrySet()) {
					if (known.test(look.getValue())) {
						return look.getKey();
					}
				}
				TimeUnit.MILLISECONDS.sleep(5);
			}
			throw new IllegalStateException("The guard did not notice within " + PATIENCE);
		}

	}

}
