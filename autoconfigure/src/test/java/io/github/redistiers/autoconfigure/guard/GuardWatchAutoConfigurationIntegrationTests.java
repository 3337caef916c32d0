package io.github.redistiers.autoconfigure.guard;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.redistiers.autoconfigure.connection.BootRedisBackOffAutoConfiguration;
import io.github.redistiers.autoconfigure.connection.TierConnectionAutoConfiguration;
import io.github.redistiers.autoconfigure.store.StoreTierRepositoriesAutoConfiguration;
import io.github.redistiers.boot.Analyses;
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
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
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

	/**
	 * Its connections stay open, and the next look would be in a day.
	 */
	@Test
	void looksAtOnceWhenACallOfTheStoreFails() {
		List<GuardReport> looks = new CopyOnWriteArrayList<>();
		this.runner.withConfiguration(AutoConfigurations.of(StoreTierRepositoriesAutoConfiguration.class))
			.withPropertyValues("redis-tiers.guard.watch-interval=1d", "redis-tiers.store.timeout=500ms",
					"redis-tiers.store.connect-timeout=500ms")
			.withBean(GuardListener.class, () -> new Looks(looks))
			.run((context) -> {
				ValueOperations<String, String> values = context.getBean(StringRedisTemplate.class).opsForValue();
				values.set("a", "1");
				Awaitility.await().until(() -> !looks.isEmpty());
				assertThat(looks).allMatch(GuardReport::complete);
				server.get().pause();
				try {
					assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> values.get("a"));
					Awaitility.await()
						.atMost(Duration.ofSeconds(30))
						.until(() -> looks.stream().anyMatch((report) -> !report.complete()));
				}
				finally {
					server.get().resume();
				}
			});
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

	@ParameterizedTest
	@ValueSource(strings = { "warn", "off", "assumed" })
	void takesOtherWordsOfALoss(String word) {
		this.runner.withPropertyValues("redis-tiers.guard.findings.store.data-lost=" + word)
			.run((context) -> assertThat(context).hasNotFailed());
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
