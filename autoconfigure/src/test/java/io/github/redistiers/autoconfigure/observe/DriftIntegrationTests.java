package io.github.redistiers.autoconfigure.observe;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.redistiers.autoconfigure.connection.BootRedisBackOffAutoConfiguration;
import io.github.redistiers.autoconfigure.connection.TierConnectionAutoConfiguration;
import io.github.redistiers.autoconfigure.endpoint.TiersEndpointAutoConfiguration;
import io.github.redistiers.autoconfigure.guard.GuardAutoConfiguration;
import io.github.redistiers.autoconfigure.guard.TierHealthAutoConfiguration;
import io.github.redistiers.autoconfigure.store.StoreTierRepositoriesAutoConfiguration;
import io.github.redistiers.boot.endpoint.TiersEndpoint;
import io.github.redistiers.boot.observe.ServerMeters;
import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.devservices.ServerPreset;
import io.github.redistiers.guard.VerdictChange;
import io.github.redistiers.observe.TierMeter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.data.redis.core.StringRedisTemplate;

import static org.awaitility.Awaitility.await;

/**
 * A setting that somebody changes while an application works is in its log, its events,
 * its meters, its health and its endpoint, and so is its being right again.
 */
@EachServerGeneration
@ExtendWith(OutputCaptureExtension.class)
class DriftIntegrationTests {

	private final ServerGeneration generation;

	private final MeterRegistry meters = new SimpleMeterRegistry();

	private final List<VerdictChange> events = new CopyOnWriteArrayList<>();

	DriftIntegrationTests(ServerGeneration generation) {
		this.generation = generation;
	}

	@ParameterizedTest
	@CsvSource({ "store.eviction-policy, maxmemory-policy, allkeys-lru, noeviction, OUT_OF_SERVICE",
			"store.aof, appendonly, no, yes, OUT_OF_SERVICE", "store.fsync, appendfsync, no, everysec, OUT_OF_SERVICE",
			"store.maxmemory, maxmemory, 0, 512mb, UP" })
	void isToldEverywhereAndSoIsItsEnd(String finding, String setting, String wrong, String right, String status,
			CapturedOutput output) {
		try (RedisServer store = RedisServer.builder().generation(this.generation).preset(ServerPreset.STORE).start()) {
			application(store).run((context) -> {
				context.getBean(ServerMeters.class).bindTo(this.meters);
				try (Load load = new Load(context.getBean(StringRedisTemplate.class))) {
					load.awaitCalls();
					store.execute("CONFIG", "SET", setting, wrong);
					awaitTold(context, finding, -1, "wrong", new Status(status), true);
					await().until(() -> output.getOut().contains(finding + " of the store at ")
							&& output.getOut().contains(" has changed: found "));
					store.execute("CONFIG", "SET", setting, right);
					awaitTold(context, finding, 1, "ok", Status.UP, false);
					await().until(() -> output.getOut().contains(" is right again: "));
					load.awaitCalls();
				}
			});
		}
	}

	private ApplicationContextRunner application(RedisServer store) {
		return new ApplicationContextRunner()
			.withPropertyValues("spring.application.name=shop", "redis-tiers.store.url=" + store.address(),
					"redis-tiers.guard.watch-interval=200ms", "redis-tiers.guard.on-drift=out-of-service",
					"management.endpoints.web.exposure.include=*", "management.endpoints.jmx.exposure.include=*")
			.withInitializer((context) -> context.addApplicationListener(
					(ApplicationListener<PayloadApplicationEvent<VerdictChange>>) (event) -> this.events
						.add(event.getPayload())))
			.withBean(MeterRegistry.class, () -> this.meters)
			.withConfiguration(AutoConfigurations.of(TierConnectionAutoConfiguration.class,
					BootRedisBackOffAutoConfiguration.class, DataRedisAutoConfiguration.class,
					StoreTierRepositoriesAutoConfiguration.class, GuardAutoConfiguration.class,
					TierHealthAutoConfiguration.class, TierMetricsAutoConfiguration.class,
					TiersEndpointAutoConfiguration.class));
	}

	private void awaitTold(ApplicationContext context, String finding, double meter, String verdict, Status status,
			boolean worse) {
		await().until(() -> this.events.stream()
			.anyMatch((event) -> event.after().id().equals(finding) && event.isWorse() == worse));
		await().until(
				() -> this.meters.get(TierMeter.VERDICT.meterName()).tag("finding", finding).gauge().value() == meter);
		await().until(() -> {
			Health health = health(context);
			return health.getStatus().equals(status) && health.getDetails().toString().contains(finding) == worse;
		});
		await().until(() -> String.valueOf(context.getBean(TiersEndpoint.class).entries("findings", finding))
			.contains("verdict=" + verdict));
	}

	private static Health health(ApplicationContext context) {
		CompositeHealthContributor all = context.getBean(CompositeHealthContributor.class);
		return Objects.requireNonNull(((HealthIndicator) Objects.requireNonNull(all.getContributor("store"))).health());
	}

	/**
	 * An application that writes.
	 */
	private static final class Load implements AutoCloseable {

		private final AtomicBoolean isOver = new AtomicBoolean();

		private final Thread thread;

		private volatile long calls;

		Load(StringRedisTemplate template) {
			this.thread = new Thread(() -> {
				while (!this.isOver.get()) {
					template.opsForValue().set("shop:load", "1");
					this.calls++;
				}
			});
			this.thread.start();
		}

		void awaitCalls() {
			long enough = this.calls + 100;
			await().until(() -> this.calls >= enough);
		}

		@Override
		public void close() throws InterruptedException {
			this.isOver.set(true);
			this.thread.join();
		}

	}

}
