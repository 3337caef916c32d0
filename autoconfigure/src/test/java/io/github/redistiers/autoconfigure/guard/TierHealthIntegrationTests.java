package io.github.redistiers.autoconfigure.guard;

import java.io.File;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;

import io.github.redistiers.autoconfigure.connection.BootRedisBackOffAutoConfiguration;
import io.github.redistiers.autoconfigure.connection.TierConnectionAutoConfiguration;
import io.github.redistiers.devservices.RedisServerExtension;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.health.DataRedisHealthContributorAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.health.DataRedisReactiveHealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the health endpoint is told of tiers that fail.
 */
@ExtendWith(OutputCaptureExtension.class)
class TierHealthIntegrationTests {

	private static final String MARKER = "shop:identity:{0}";

	@RegisterExtension
	static final RedisServerExtension cache = RedisServerExtension.cache();

	@RegisterExtension
	static final RedisServerExtension store = RedisServerExtension.store();

	private final ApplicationContextRunner withoutBootsHealth = new ApplicationContextRunner()
		.withPropertyValues("spring.application.name=shop", "redis-tiers.cache.url=" + cache.address(),
				"redis-tiers.store.url=" + store.address(), "redis-tiers.store.timeout=500ms",
				"redis-tiers.guard.watch-interval=100ms")
		.withConfiguration(AutoConfigurations.of(TierConnectionAutoConfiguration.class,
				BootRedisBackOffAutoConfiguration.class, DataRedisAutoConfiguration.class, GuardAutoConfiguration.class,
				TierHealthAutoConfiguration.class));

	private final ApplicationContextRunner runner = this.withoutBootsHealth
		.withConfiguration(AutoConfigurations.of(DataRedisHealthContributorAutoConfiguration.class,
				DataRedisReactiveHealthContributorAutoConfiguration.class, HealthContributorAutoConfiguration.class));

	@Test
	void hasAComponentForEachTier() {
		this.runner.run((context) -> {
			assertThat(StreamSupport.stream(context.getBean(CompositeHealthContributor.class).spliterator(), false)
				.map(HealthContributors.Entry::name)).containsExactlyInAnyOrder("cache", "store");
			assertThat(health(context, "cache").getStatus()).isEqualTo(Status.UP);
			assertThat(health(context, "store").getStatus()).isEqualTo(Status.UP);
		});
	}

	@Test
	void isDegradedWithoutItsCache() {
		this.runner.run((context) -> {
			cache.get().kill();
			Health degraded = health(context, "cache");
			assertThat(degraded.getStatus().getCode()).isEqualTo("DEGRADED");
			assertThat(degraded.getDetails().get("error")).asString().isNotBlank().doesNotContain("Redis exception");
			assertThat(health(context, "store").getStatus()).isEqualTo(Status.UP);
			cache.get().restart();
			Awaitility.await().until(() -> health(context, "cache").getStatus().equals(Status.UP));
		});
	}

	@Test
	void isDownWithoutItsStore(CapturedOutput output) {
		this.runner.run((context) -> {
			store.get().kill();
			Health down = health(context, "store");
			assertThat(down.getStatus()).isEqualTo(Status.DOWN);
			assertThat(down.getDetails().get("error")).asString().isNotBlank().doesNotContain("Redis exception");
			assertThat(output).doesNotContain("HealthIndicator", "\tat ");
			store.get().restart();
			Awaitility.await().until(() -> health(context, "store").getStatus().equals(Status.UP));
		});
	}

	@Test
	void isOutOfServiceWhileTheStoreTakesNoWrites() {
		this.runner.run((context) -> {
			store.get().fillToMaxmemory();
			awaitOutOfService(context, "store.headroom");
			store.get().makeSpace();
			Awaitility.await().until(() -> health(context, "store").getStatus().equals(Status.UP));
			store.get().makeReadOnly();
			awaitOutOfService(context, "store.primary");
			store.get().makePrimary();
			Awaitility.await().until(() -> health(context, "store").getStatus().equals(Status.UP));
		});
	}

	/**
	 * Newer servers refuse even a PING then.
	 */
	@Test
	void isOutOfServiceWhileTheStoreCannotSave() {
		this.runner.run((context) -> {
			File file = store.get().dataDirectory().resolve("dump.rdb").toFile();
			assertThat(!file.exists() || file.delete()).isTrue();
			assertThat(file.mkdir()).isTrue();
			store.execute("CONFIG", "SET", "save", "3600 1");
			store.execute("BGSAVE");
			awaitOutOfService(context, "store.persistence-health");
			assertThat(file.delete()).isTrue();
			store.execute("BGSAVE");
			Awaitility.await().until(() -> health(context, "store").getStatus().equals(Status.UP));
		});
	}

	@Test
	void isOutOfServiceWhenTheStoreCameBackEmpty() {
		this.runner.run((context) -> {
			// a marker counts once it is ten seconds old
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
				Object marker = store.execute("GET", MARKER);
				return marker != null && seen(String.valueOf(marker)) > 0;
			});
			store.execute("FLUSHALL");
			awaitOutOfService(context, "store.data-lost");
			store.execute("SET", MARKER, "accepted");
			Awaitility.await().until(() -> health(context, "store").getStatus().equals(Status.UP));
		});
	}

	/**
	 * How long after it was written the marker was looked at, in seconds.
	 */
	private static long seen(String marker) {
		JsonNode json = JsonMapper.shared().readTree(marker);
		return json.get("seen").asLong() - json.get("since").asLong();
	}

	/**
	 * The users of an application and of an operator's tool, as docs/servers has them.
	 */
	@ParameterizedTest
	@ValueSource(strings = {
			"resetchannels &shop:* ~shop:* +@all -@admin -@dangerous +info +client|setname +client|id"
					+ " +client|info +client|getname +client|tracking +client|caching +acl|whoami",
			"-@all +ping +info" })
	void needsNoMoreThanARestrictedUserMayDo(String rules) {
		List<String> command = new ArrayList<>(List.of("ACL", "SETUSER", "few", "reset", "on", ">rights"));
		command.addAll(List.of(rules.split(" ")));
		store.execute(command.toArray(String[]::new));
		cache.execute(command.toArray(String[]::new));
		try {
			this.runner
				.withPropertyValues(
						"redis-tiers.store.url=redis://few:rights@" + store.get().host() + ":" + store.get().port(),
						"redis-tiers.cache.url=redis://few:rights@" + cache.get().host() + ":" + cache.get().port())
				.run((context) -> {
					assertThat(health(context, "cache").getStatus()).isEqualTo(Status.UP);
					assertThat(health(context, "store").getStatus()).isEqualTo(Status.UP);
					assertThat(String.valueOf(health(context, "store").getDetails())).doesNotContain("rights");
				});
		}
		finally {
			store.execute("ACL", "DELUSER", "few");
			cache.execute("ACL", "DELUSER", "few");
		}
	}

	@Test
	void reportsDriftAndStaysInServiceUnlessToldOtherwise() {
		this.runner.run((context) -> {
			store.execute("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
			Awaitility.await()
				.until(() -> String.valueOf(health(context, "store").getDetails()).contains("store.eviction-policy"));
			assertThat(health(context, "store").getStatus()).isEqualTo(Status.UP);
			store.execute("CONFIG", "SET", "maxmemory-policy", "noeviction");
			Awaitility.await().until(() -> health(context, "store").getDetails().isEmpty());
		});
		this.runner.withPropertyValues("redis-tiers.guard.on-drift=out-of-service").run((context) -> {
			store.execute("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
			awaitOutOfService(context, "store.eviction-policy");
			store.execute("CONFIG", "SET", "maxmemory-policy", "noeviction");
			Awaitility.await().until(() -> health(context, "store").getStatus().equals(Status.UP));
		});
	}

	@Test
	void canBeSwitchedOffAndIsNotNeeded() {
		this.runner.withPropertyValues("management.health.redis.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(CompositeHealthContributor.class));
		this.withoutBootsHealth.withClassLoader(new FilteredClassLoader("org.springframework.boot.health"))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	private static void awaitOutOfService(ApplicationContext context, String finding) {
		Awaitility.await().until(() -> {
			Health health = health(context, "store");
			return health.getStatus().equals(Status.OUT_OF_SERVICE)
					&& String.valueOf(health.getDetails()).contains(finding);
		});
	}

	private static Health health(ApplicationContext context, String tier) {
		CompositeHealthContributor all = context.getBean(CompositeHealthContributor.class);
		HealthIndicator indicator = (HealthIndicator) Objects.requireNonNull(all.getContributor(tier));
		return Objects.requireNonNull(indicator.health());
	}

}
