package io.github.redistiers.autoconfigure.guard;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.redistiers.autoconfigure.connection.BootRedisBackOffAutoConfiguration;
import io.github.redistiers.autoconfigure.connection.TierConnectionAutoConfiguration;
import io.github.redistiers.boot.Analyses;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.guard.GuardListener;
import io.github.redistiers.guard.VerdictChange;
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

import static org.assertj.core.api.Assertions.assertThat;

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

}
