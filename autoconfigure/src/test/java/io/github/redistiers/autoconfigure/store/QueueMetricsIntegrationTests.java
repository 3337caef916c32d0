package io.github.redistiers.autoconfigure.store;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.github.redistiers.autoconfigure.connection.BootRedisBackOffAutoConfiguration;
import io.github.redistiers.autoconfigure.connection.TierConnectionAutoConfiguration;
import io.github.redistiers.autoconfigure.store.queued.Mails;
import io.github.redistiers.boot.store.QueueObservations;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.store.queue.JobListener;
import io.github.redistiers.store.queue.JobOptions;
import io.github.redistiers.store.queue.JobRetry;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.observation.transport.SenderContext;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class QueueMetricsIntegrationTests {

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.store();

	private final MeterRegistry meters = new SimpleMeterRegistry();

	private final ObservationRegistry observations = ObservationRegistry.create();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withPropertyValues("spring.application.name=shop", "redis-tiers.store.url=" + server.address())
		.withConfiguration(
				AutoConfigurations.of(TierConnectionAutoConfiguration.class, BootRedisBackOffAutoConfiguration.class,
						DataRedisAutoConfiguration.class, StoreTierQueueMetricsAutoConfiguration.class,
						StoreTierQueuesAutoConfiguration.class, StoreTierRepositoriesAutoConfiguration.class))
		.withBean(ObservationRegistry.class, () -> this.observations)
		.withInitializer((context) -> AutoConfigurationPackages
			.register((BeanDefinitionRegistry) context.getBeanFactory(), Mails.class.getPackageName()));

	@Test
	void countsWhatHappens() {
		this.observations.observationConfig().observationHandler(new DefaultMeterObservationHandler(this.meters));
		this.runner.withBean(Postman.class).run((context) -> {
			context.getBean(QueueObservations.class).bindTo(this.meters);
			Mails mails = context.getBean(Mails.class);
			mails.enqueue(new Mails.Mail("you"));
			mails.enqueue(new Mails.Mail("nobody"));
			mails.enqueue(new Mails.Mail("later"));
			mails.enqueue(new Mails.Mail("some day"), JobOptions.defaults().delay(JobOptions.LONGEST));
			Awaitility.await()
				.until(() -> jobs("dead") == 1 && jobs("delayed") == 2 && jobs("ready") == 0 && jobs("leased") == 0);
			assertThat(this.meters.get("store.queue.oldest").tag("queue", "mails").timeGauge().value()).isZero();
			assertThat(this.meters.get("store.queue.waits").timer().count()).isEqualTo(3);
			assertThat(this.meters.get("store.queue.attempts").summary().totalAmount()).isEqualTo(3);
			assertThat(this.meters.get("store.queue.died").functionCounter().count()).isEqualTo(1);
			assertThat(this.meters.get("store.queue.retried").functionCounter().count()).isEqualTo(1);
			assertThat(this.meters.get("store.queue.lost.leases").functionCounter().count()).isZero();
			assertThat(this.meters.get("store.queue.enqueue").tag("error", "none").timer().count()).isEqualTo(4);
			assertThat(this.meters.get("store.queue.handle").tag("error", "none").timer().count()).isEqualTo(1);
			assertThat(this.meters.get("store.queue.handle").tag("error", "IllegalArgumentException").timer().count())
				.isEqualTo(1);
		});
	}

	@Test
	void countsInEachRegistry() {
		MeterRegistry other = new SimpleMeterRegistry();
		this.runner.withBean(Postman.class).run((context) -> {
			context.getBean(QueueObservations.class).bindTo(this.meters);
			context.getBean(QueueObservations.class).bindTo(other);
			context.getBean(Mails.class).enqueue(new Mails.Mail("you"));
			Awaitility.await().untilAsserted(() -> assertThat(List.of(this.meters, other)).allSatisfy((registry) -> {
				assertThat(registry.get("store.queue.waits").timer().count()).isEqualTo(1);
				assertThat(registry.get("store.queue.attempts").summary().count()).isEqualTo(1);
			}));
		});
	}

	private double jobs(String state) {
		return this.meters.get("store.queue.jobs").tag("queue", "mails").tag("state", state).gauge().value();
	}

	@Test
	void carriesWhatATracerSendsAlong() {
		Carrier carrier = new Carrier();
		this.observations.observationConfig().observationHandler(carrier);
		this.runner.withBean(Postman.class).run((context) -> {
			context.getBean(Mails.class).enqueue(new Mails.Mail("you"));
			Awaitility.await().until(() -> "trace of = & \u00e4\n".equals(carrier.received));
		});
	}

	@Test
	void doesWithoutMicrometer() {
		this.runner.withClassLoader(new FilteredClassLoader("io.micrometer"))
			.withBean(Postman.class)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(QueueObservations.class));
	}

	/**
	 * Sends and receives as a tracer's handlers do.
	 */
	private static final class Carrier implements ObservationHandler<Observation.Context> {

		private volatile @Nullable String received;

		@Override
		@SuppressWarnings("unchecked")
		public void onStart(Observation.Context context) {
			if (context instanceof SenderContext<?> sender) {
				((SenderContext<Map<String, String>>) sender).getSetter()
					.set((Map<String, String>) Objects.requireNonNull(sender.getCarrier()), "traceparent",
							"trace of = & \u00e4\n");
			}
			if (context instanceof ReceiverContext<?> receiver) {
				this.received = ((ReceiverContext<Map<String, String>>) receiver).getGetter()
					.get((Map<String, String>) Objects.requireNonNull(receiver.getCarrier()), "traceparent");
			}
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

	static class Postman {

		@JobListener(queue = "mails", retry = { @JobRetry(value = IllegalArgumentException.class, attempts = "1"),
				@JobRetry(backoff = "1h", maxBackoff = "1h") })
		void send(Mails.Mail mail) {
			if (mail.to().equals("nobody")) {
				throw new IllegalArgumentException("There is no such person");
			}
			if (mail.to().equals("later")) {
				throw new IllegalStateException("Not at home");
			}
		}

	}

}
