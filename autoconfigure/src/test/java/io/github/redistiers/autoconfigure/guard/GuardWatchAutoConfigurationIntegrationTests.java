package io.github.redistiers.autoconfigure.guard;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.redistiers.autoconfigure.cache.CacheTierCacheAutoConfiguration;
import io.github.redistiers.autoconfigure.connection.BootRedisBackOffAutoConfiguration;
import io.github.redistiers.autoconfigure.connection.TierConnectionAutoConfiguration;
import io.github.redistiers.autoconfigure.store.StoreTierRepositoriesAutoConfiguration;
import io.github.redistiers.boot.Analyses;
import io.github.redistiers.cache.CacheTierCacheManager;
import io.github.redistiers.connection.RedisTier;
import io.github.redistiers.connection.TierReconnects;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.guard.GuardListener;
import io.github.redistiers.guard.GuardReport;
import io.github.redistiers.guard.VerdictChange;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.Cache;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.ValueOperations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An application whose store is changed while it runs.
 */
class GuardWatchAutoConfigurationIntegrationTests {

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.store();

	@RegisterExtension
	static final RedisServerExtension cacheServer = RedisServerExtension.cache();

	private final List<GuardReport> looks = new CopyOnWriteArrayList<>();

	private final BlockingQueue<VerdictChange> heard = new LinkedBlockingQueue<>();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withPropertyValues("spring.application.name=shop", "redis-tiers.store.url=" + server.address())
		.withConfiguration(
				AutoConfigurations.of(TierConnectionAutoConfiguration.class, BootRedisBackOffAutoConfiguration.class,
						DataRedisAutoConfiguration.class, GuardAutoConfiguration.class));

	@Test
	void publishesWhatHasChanged() {
		this.runner.withPropertyValues("redis-tiers.guard.watch-interval=100ms")
			.withInitializer((context) -> context.addApplicationListener(
					(ApplicationListener<PayloadApplicationEvent<VerdictChange>>) (event) -> this.heard
						.add(event.getPayload())))
			.run((context) -> assertDriftIsHeard());
	}

	@Test
	void tellsListeners() {
		this.runner.withPropertyValues("redis-tiers.guard.watch-interval=100ms")
			.withBean(GuardListener.class, () -> this.heard::add)
			.run((context) -> assertDriftIsHeard());
	}

	private void assertDriftIsHeard() throws InterruptedException {
		server.execute("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
		assertThat(this.heard.poll(30, TimeUnit.SECONDS)).isNotNull()
			.satisfies((change) -> assertThat(change.after().id()).isEqualTo("store.eviction-policy"));
		server.execute("CONFIG", "SET", "maxmemory-policy", "noeviction");
		assertThat(this.heard.poll(30, TimeUnit.SECONDS)).isNotNull()
			.satisfies((change) -> assertThat(change.isWorse()).isFalse());
	}

	@Test
	void looksAtOnceWhenACallOfTheStoreFails() {
		whileNobodyWouldLook().withConfiguration(AutoConfigurations.of(StoreTierRepositoriesAutoConfiguration.class))
			.withPropertyValues("redis-tiers.store.timeout=500ms", "redis-tiers.store.connect-timeout=500ms")
			.run((context) -> {
				ValueOperations<String, String> values = context.getBean(StringRedisTemplate.class).opsForValue();
				values.set("a", "1");
				assertLooksAtOnce(context, server,
						() -> assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> values.get("a")));
			});
	}

	@Test
	void looksAtOnceWhenACallOfTheCacheFails() {
		whileNobodyWouldLook()
			.withConfiguration(
					AutoConfigurations.of(CacheTierCacheAutoConfiguration.class, CacheAutoConfiguration.class))
			.withUserConfiguration(Caching.class)
			.withPropertyValues("redis-tiers.cache.url=" + cacheServer.address(), "redis-tiers.cache.timeout=500ms",
					"redis-tiers.cache.connect-timeout=500ms", "redis-tiers.cache.caches.texts.time-to-live=1h")
			.run((context) -> {
				Cache texts = Objects.requireNonNull(context.getBean(CacheTierCacheManager.class).getCache("texts"));
				Awaitility.await().until(() -> {
					texts.put("a", "1");
					return texts.get("a") != null;
				});
				assertLooksAtOnce(context, cacheServer, () -> assertThat(texts.get("a")).isNull());
			});
	}

	/**
	 * The next look would be in a day.
	 */
	private ApplicationContextRunner whileNobodyWouldLook() {
		return this.runner.withPropertyValues("redis-tiers.guard.watch-interval=1d")
			.withBean(GuardListener.class, () -> new Looks(this.looks));
	}

	/**
	 * At once: before the connections to a server that hangs are given up, which would be
	 * a reason to look too.
	 */
	private void assertLooksAtOnce(ApplicationContext context, RedisServerExtension hanging, Runnable call) {
		AtomicBoolean givenUp = new AtomicBoolean();
		context.getBeansOfType(RedisTier.class)
			.values()
			.forEach((tier) -> TierReconnects.listen(tier, () -> givenUp.set(true)));
		Awaitility.await().until(() -> this.looks.stream().anyMatch(GuardReport::complete));
		this.looks.clear();
		hanging.get().pause();
		try {
			call.run();
			Awaitility.await()
				.atMost(Duration.ofSeconds(30))
				.until(() -> this.looks.stream().anyMatch((report) -> !report.complete()));
			assertThat(givenUp).isFalse();
		}
		finally {
			hanging.get().resume();
		}
	}

	@Test
	void looksNoMoreWithoutAnInterval() {
		this.runner.withPropertyValues("redis-tiers.guard.watch-interval=0")
			.run((context) -> assertThat(context.getBean(WatchWhileRunning.class).isRunning()).isFalse());
	}

	@Test
	void refusesAnIntervalThatCannotBe() {
		this.runner.withPropertyValues("redis-tiers.guard.watch-interval=-1s")
			.run((context) -> assertThat(Analyses.of(context.getStartupFailure()).getDescription())
				.contains("redis-tiers.guard.watch-interval is -1000ms, but time does not go back."));
	}

	@ParameterizedTest
	@ValueSource(strings = { "store.data-lost", "store.datalost", "[store.data-lost]" })
	void refusesThatALossStopsAStart(String id) {
		this.runner.withPropertyValues("redis-tiers.guard.findings." + id + "=error").run((context) -> {
			FailureAnalysis analysis = Analyses.of(context.getStartupFailure());
			assertThat(analysis.getDescription())
				.startsWith("redis-tiers.guard.findings.store.data-lost is error, but");
			assertThat(analysis.getAction()).startsWith("Remove redis-tiers.guard.findings.store.data-lost: ");
		});
	}

	@Test
	void refusesThatARestartStopsAStart() {
		this.runner.withPropertyValues("redis-tiers.guard.findings.store.aof-tail=error").run((context) -> {
			FailureAnalysis analysis = Analyses.of(context.getStartupFailure());
			assertThat(analysis.getDescription()).startsWith("redis-tiers.guard.findings.store.aof-tail is error, but");
			assertThat(analysis.getAction()).startsWith("Remove redis-tiers.guard.findings.store.aof-tail: ");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "warn", "off", "assumed" })
	void takesOtherWordsOfALoss(String word) {
		this.runner.withPropertyValues("redis-tiers.guard.findings.store.data-lost=" + word)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	static class Caching {

	}

	/**
	 * Keeps what is found at each look.
	 */
	private record Looks(List<GuardReport> reports) implements GuardListener {

		@Override
		public void changed(VerdictChange change) {
			// not what this is about
		}

		@Override
		public void looked(GuardReport report) {
			this.reports.add(report);
		}

	}

}
