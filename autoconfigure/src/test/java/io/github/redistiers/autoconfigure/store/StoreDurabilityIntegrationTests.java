package io.github.redistiers.autoconfigure.store;

import io.github.redistiers.autoconfigure.connection.BootRedisBackOffAutoConfiguration;
import io.github.redistiers.autoconfigure.connection.TierConnectionAutoConfiguration;
import io.github.redistiers.autoconfigure.store.declared.PageViews;
import io.github.redistiers.boot.Analyses;
import io.github.redistiers.devservices.RedisServerExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an application hears whose store is not as durable as it declares.
 */
class StoreDurabilityIntegrationTests {

	@RegisterExtension
	static final RedisServerExtension store = RedisServerExtension.store();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withInitializer((context) -> AutoConfigurationPackages
			.register((BeanDefinitionRegistry) context.getBeanFactory(), PageViews.class.getPackageName()))
		.withConfiguration(
				AutoConfigurations.of(TierConnectionAutoConfiguration.class, BootRedisBackOffAutoConfiguration.class,
						DataRedisAutoConfiguration.class, StoreTierRepositoriesAutoConfiguration.class));

	@Test
	void doesNotStartOnAServerThatNeverSyncs() {
		syncs("no");
		application("fsynced").run((context) -> {
			FailureAnalysis analysis = Analyses.of(context.getStartupFailure());
			assertThat(analysis.getDescription())
				.startsWith(PageViews.class.getName() + " is declared FSYNCED, but appendfsync is no");
			assertThat(analysis.getAction()).startsWith("Set appendfsync to always");
		});
	}

	@Test
	void startsOnAServerThatSyncsAlways() {
		syncs("always");
		application("fsynced").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(PageViews.class).increment("/")).isEqualTo(1);
		});
	}

	@Test
	void doesNotStartWithoutReplicas() {
		application("replicated").withPropertyValues("redis-tiers.store.durability-replicas=2").run((context) -> {
			FailureAnalysis analysis = Analyses.of(context.getStartupFailure());
			assertThat(analysis.getDescription()).contains("0 connected replicas, and 2 must have a change");
			assertThat(analysis.getAction()).contains("redis-tiers.store.durability-replicas");
		});
	}

	private static void syncs(String when) {
		store.execute("CONFIG", "SET", "appendfsync", when);
	}

	private ApplicationContextRunner application(String durability) {
		return this.runner.withPropertyValues("redis-tiers.store.url=" + store.address(),
				"spring.application.name=shop", "redis-tiers.store.durability=" + durability);
	}

}
