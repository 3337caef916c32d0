package io.github.redistiers.autoconfigure.store;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.redistiers.autoconfigure.connection.BootRedisBackOffAutoConfiguration;
import io.github.redistiers.autoconfigure.connection.TierConnectionAutoConfiguration;
import io.github.redistiers.autoconfigure.store.queued.Mails;
import io.github.redistiers.boot.Analyses;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.store.queue.JobListener;
import io.github.redistiers.store.queue.PayloadTooLargeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An application with a job queue.
 */
class QueuesIntegrationTests {

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.store();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withPropertyValues("spring.application.name=shop", "redis-tiers.store.url=" + server.address())
		.withConfiguration(AutoConfigurations.of(TierConnectionAutoConfiguration.class,
				BootRedisBackOffAutoConfiguration.class, DataRedisAutoConfiguration.class,
				StoreTierQueuesAutoConfiguration.class, StoreTierRepositoriesAutoConfiguration.class))
		.withInitializer((context) -> AutoConfigurationPackages
			.register((BeanDefinitionRegistry) context.getBeanFactory(), Mails.class.getPackageName()));

	@Test
	void handlesItsJobs() {
		this.runner.withBean(Postman.class).run((context) -> {
			Mails mails = context.getBean(Mails.class);
			mails.enqueue(new Mails.Mail("you"));
			assertThat(context.getBean(Postman.class).sent.poll(10, TimeUnit.SECONDS)).isEqualTo(new Mails.Mail("you"));
			assertThat(server.execute("EXISTS", "shop:queue:{mails}:info")).isEqualTo(1L);
		});
	}

	@Test
	void followsItsProperties() {
		this.runner
			.withPropertyValues("redis-tiers.store.queues.payload-limit=20B", "redis-tiers.store.queues.attempts=7")
			.run((context) -> {
				Mails mails = context.getBean(Mails.class);
				String id = mails.enqueue(new Mails.Mail("you")).id();
				assertThat(mails.find(id).orElseThrow().maxAttempts()).isEqualTo(7);
				assertThatExceptionOfType(PayloadTooLargeException.class)
					.isThrownBy(() -> mails.enqueue(new Mails.Mail("somebody else")));
			});
	}

	@ParameterizedTest
	@CsvSource({ "lease=99ms, lease is 99ms", "max-lease=10s, max-lease is 10000ms", "attempts=0, attempts is 0",
			"attempts=1001, attempts is 1001", "payload-limit=0B, payload-limit is 0B",
			"payload-limit=101MB, payload-limit is 105906176B", "max-wait=0s, max-wait is 0ms",
			"shutdown-grace=-1s, shutdown-grace is -1000ms" })
	void refusesWhatCannotBe(String property, String description) {
		this.runner.withPropertyValues("redis-tiers.store.queues." + property).run((context) -> {
			FailureAnalysis analysis = Analyses.of(context.getStartupFailure());
			assertThat(analysis.getDescription()).contains("redis-tiers.store.queues." + description);
			assertThat(analysis.getAction()).startsWith("Set redis-tiers.store.queues.");
		});
	}

	@Test
	void saysWhatIsWrongWithAListener() {
		this.runner.withBean(Stranger.class).run((context) -> {
			FailureAnalysis analysis = Analyses.of(context.getStartupFailure());
			assertThat(analysis.getDescription())
				.isEqualTo("The listener %s.handle of the queue \"letters\" has no queue."
					.formatted(Stranger.class.getName()));
			assertThat(analysis.getAction()).isEqualTo("Declare it, or name one that is declared: mails.");
		});
	}

	static class Postman {

		private final BlockingQueue<Mails.Mail> sent = new LinkedBlockingQueue<>();

		@JobListener(queue = "mails", concurrency = "2")
		void send(Mails.Mail mail) {
			this.sent.add(mail);
		}

	}

	static class Stranger {

		@JobListener(queue = "letters")
		void handle(Mails.Mail mail) {
		}

	}

}
