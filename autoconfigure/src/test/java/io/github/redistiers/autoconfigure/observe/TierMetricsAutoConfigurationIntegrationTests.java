package io.github.redistiers.autoconfigure.observe;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import io.github.redistiers.autoconfigure.connection.BootRedisBackOffAutoConfiguration;
import io.github.redistiers.autoconfigure.connection.TierConnectionAutoConfiguration;
import io.github.redistiers.autoconfigure.guard.GuardAutoConfiguration;
import io.github.redistiers.autoconfigure.store.StoreTierRepositoriesAutoConfiguration;
import io.github.redistiers.boot.observe.ClientMeters;
import io.github.redistiers.boot.observe.ServerMeters;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.devservices.ReplicaPair;
import io.github.redistiers.devservices.ServerPreset;
import io.github.redistiers.guard.Guard;
import io.github.redistiers.guard.ServerInfo;
import io.github.redistiers.observe.TierMeter;
import io.github.redistiers.observe.TierMeter.Group;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationFilter;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.observation.LettuceObservationAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisConnectionCommands;
import org.springframework.data.redis.core.StringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

class TierMetricsAutoConfigurationIntegrationTests {

	@RegisterExtension
	static final RedisServerExtension cache = RedisServerExtension.cache();

	@RegisterExtension
	static final RedisServerExtension store = RedisServerExtension.store();

	private final MeterRegistry meters = new SimpleMeterRegistry();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withPropertyValues("spring.application.name=shop", "redis-tiers.cache.url=" + cache.address(),
				"redis-tiers.store.url=" + store.address(), "redis-tiers.guard.watch-interval=100ms")
		.withConfiguration(
				AutoConfigurations.of(TierConnectionAutoConfiguration.class, BootRedisBackOffAutoConfiguration.class,
						DataRedisAutoConfiguration.class, StoreTierRepositoriesAutoConfiguration.class,
						GuardAutoConfiguration.class, TierMetricsAutoConfiguration.class,
						LettuceObservationAutoConfiguration.class, TierObservationAutoConfiguration.class))
		.withBean(MeterRegistry.class, () -> this.meters);

	@AfterEach
	void setRight() {
		store.execute("CONFIG", "SET", "maxmemory-policy", "noeviction");
		store.execute("CONFIG", "SET", "maxmemory", "512mb");
	}

	static Stream<TierMeter> meters() {
		return Stream.of(TierMeter.values())
			.filter((meter) -> Set.of(Group.SERVER, Group.CLIENT, Group.GUARD).contains(meter.group()));
	}

	@ParameterizedTest
	@MethodSource("meters")
	void hasEachMeterWithItsUnitAndTags(TierMeter meter) {
		this.runner.run((context) -> {
			bind(context);
			fail(context);
			drift();
			await().untilAsserted(() -> assertThat(this.meters.find(meter.meterName()).meters()).isNotEmpty());
			assertThat(this.meters.find(meter.meterName()).meters()).allSatisfy((found) -> {
				assertThat(found.getId().getDescription()).isEqualTo(meter.description());
				assertThat(Objects.requireNonNullElse(found.getId().getBaseUnit(), ""))
					.isEqualTo(meter.unit().baseUnit());
				assertThat(new TreeSet<>(found.getId().getTags().stream().map(Tag::getKey).toList()))
					.isEqualTo(new TreeSet<>(meter.tags()));
			});
		});
	}

	@Test
	void showsWhatTheServerTells() {
		this.runner.run((context) -> {
			bind(context);
			assertThat(value(TierMeter.SERVER_REACHED, "store")).isEqualTo(1);
			assertThat(value(TierMeter.MEMORY_MAX, "store")).isEqualTo(512 * 1024 * 1024);
			assertThat(value(TierMeter.MEMORY_USED, "store")).isPositive();
			assertThat(value(TierMeter.MEMORY_HEADROOM, "store")).isBetween(0.5, 1.0);
			assertThat(value(TierMeter.CLIENTS, "cache")).isPositive();
			assertThat(value(TierMeter.SNAPSHOT_AGE, "store")).isGreaterThanOrEqualTo(0);
			double before = lookups("miss");
			context.getBean(StringRedisTemplate.class).opsForValue().get("not there");
			await().until(() -> lookups("miss") > before);
		});
	}

	/**
	 * What waits for a replica counts against no limit.
	 */
	@Test
	void showsTheHeadroomThatTheServerHas() {
		try (ReplicaPair pair = ReplicaPair.start((it) -> it.preset(ServerPreset.STORE))) {
			RedisServer primary = pair.primary();
			pair.replica().pause();
			for (int i = 0; i < 1000 && memory(primary, "mem_not_counted_for_evict") < 16_000_000; i++) {
				primary.execute("SET", "key", "x".repeat(100_000));
			}
			double counted = memory(primary, "used_memory") - memory(primary, "mem_not_counted_for_evict");
			primary.execute("CONFIG", "SET", "maxmemory", String.valueOf((long) (2 * counted)));
			this.runner.withPropertyValues("redis-tiers.store.url=" + primary.address()).run((context) -> {
				bind(context);
				assertThat(value(TierMeter.MEMORY_HEADROOM, "store")).isBetween(0.1, 0.9);
			});
			pair.replica().resume();
		}
	}

	private static double memory(RedisServer server, String field) {
		return ServerInfo.parse(String.valueOf(server.execute("INFO", "memory"))).numberOrNaN(field);
	}

	private double lookups(String result) {
		return this.meters.get(TierMeter.LOOKUPS.meterName())
			.tag("tier", "store")
			.tag("result", result)
			.functionCounter()
			.count();
	}

	@Test
	void showsAServerThatIsAway() {
		this.runner.run((context) -> {
			bind(context);
			store.get().kill();
			await().until(() -> value(TierMeter.SERVER_REACHED, "store") == 0);
			assertThat(value(TierMeter.MEMORY_USED, "store")).isNaN();
			store.get().restart();
			await()
				.until(() -> value(TierMeter.SERVER_REACHED, "store") == 1 && value(TierMeter.RECONNECTS, "store") > 0);
		});
	}

	@Test
	void showsAVerdictAndItsChange() {
		this.runner.run((context) -> {
			bind(context);
			assertThat(verdict("store.eviction-policy")).isEqualTo(1);
			drift();
			await().until(() -> verdict("store.eviction-policy") == -1);
			await().until(() -> !this.meters.find(TierMeter.CHANGES.meterName())
				.tags("finding", "store.eviction-policy", "verdict", "wrong")
				.counters()
				.isEmpty());
		});
	}

	private double verdict(String finding) {
		return this.meters.get(TierMeter.VERDICT.meterName())
			.tag("finding", finding)
			.tag("tier", "store")
			.gauge()
			.value();
	}

	@Test
	void countsFailuresByWhatIsKnownOfThem() {
		this.runner.run((context) -> {
			bind(context);
			fail(context);
			assertThat(this.meters.get(TierMeter.STORE_FAILURES.meterName())
				.tags("tier", "store", "exception", "StoreFullException", "applied", "no")
				.counter()
				.count()).isEqualTo(1);
		});
	}

	/**
	 * A full server refuses.
	 */
	private static void fail(ApplicationContext context) {
		store.execute("CONFIG", "SET", "maxmemory", "1");
		StringRedisTemplate template = context.getBean(StringRedisTemplate.class);
		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(() -> template.opsForValue().set("one", "too many"));
		store.execute("CONFIG", "SET", "maxmemory", "512mb");
	}

	private static void drift() {
		store.execute("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
	}

	@ParameterizedTest
	@ValueSource(strings = { "cache", "store" })
	void timesTheCommandsOfBothTiers(String tier) {
		this.runner.withPropertyValues("redis-tiers.metrics.histogram=true").run((context) -> {
			connected(context, (tier.equals("store")) ? "stringRedisTemplate" : "redisCacheStringTemplate")
				.opsForValue()
				.get("a");
			await().until(() -> !this.meters.find("lettuce.command.completion")
				.tags("tier", tier, "command", "GET")
				.timers()
				.isEmpty());
		});
	}

	@Test
	void timesNoCommandsWithoutBeingAskedTo() {
		this.runner.withPropertyValues("redis-tiers.metrics.commands=false").run((context) -> {
			context.getBean(StringRedisTemplate.class).opsForValue().get("a");
			assertThat(this.meters.find("lettuce.command.completion").timers()).isEmpty();
		});
	}

	@Test
	void letsObservationsTellTheirTier() {
		ObservationRegistry observations = ObservationRegistry.create();
		List<Observation.Context> observed = new CopyOnWriteArrayList<>();
		observations.observationConfig().observationHandler(new ObservationHandler<>() {

			@Override
			public void onStop(Observation.Context context) {
				observed.add(context);
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return true;
			}

		});
		this.runner.withBean(ObservationRegistry.class, () -> observations).run((context) -> {
			context.getBeanProvider(ObservationFilter.class)
				.forEach(observations.observationConfig()::observationFilter);
			context.getBean(StringRedisTemplate.class).opsForValue().get("a");
			connected(context, "redisCacheStringTemplate").opsForValue().get("a");
			await().untilAsserted(() -> assertThat(observed).extracting((it) -> {
				var tier = it.getLowCardinalityKeyValue("tier");
				return (tier != null) ? tier.getValue() : "";
			}).contains("store", "cache"));
		});
	}

	/**
	 * A cache connects in the background.
	 */
	private static StringRedisTemplate connected(ApplicationContext context, String name) {
		StringRedisTemplate template = context.getBean(name, StringRedisTemplate.class);
		await().atMost(Duration.ofSeconds(30))
			.ignoreExceptions()
			.until(() -> "PONG".equals(template.execute(RedisConnectionCommands::ping)));
		return template;
	}

	@Test
	void asksNobodyWhenItIsRead() {
		this.runner.withPropertyValues("redis-tiers.guard.watch-interval=0").run((context) -> {
			bind(context);
			double asked = commands();
			for (Meter meter : this.meters.getMeters()) {
				meter.measure().forEach((measurement) -> measurement.getValue());
			}
			assertThat(commands() - asked).isEqualTo(1);
		});
	}

	/**
	 * This very INFO counts too.
	 */
	private static double commands() {
		String info = String.valueOf(store.execute("INFO", "stats"));
		return Double.parseDouble(info.replaceAll("(?s).*total_commands_processed:(\\d+).*", "$1"));
	}

	private double value(TierMeter meter, String tier) {
		return this.meters.get(meter.meterName()).tag("tier", tier).meter().measure().iterator().next().getValue();
	}

	private void bind(ApplicationContext context) {
		assertThat(context.getBean(Guard.class).report().complete()).isTrue();
		context.getBean(ServerMeters.class).bindTo(this.meters);
		context.getBean(ClientMeters.class).bindTo(this.meters);
	}

}
