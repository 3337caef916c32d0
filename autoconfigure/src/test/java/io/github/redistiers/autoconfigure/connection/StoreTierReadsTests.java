package io.github.redistiers.autoconfigure.connection;

import io.github.redistiers.CacheTier;
import io.github.redistiers.boot.Analyses;
import io.github.redistiers.connection.TierConnectionFactory;
import io.lettuce.core.ReadFrom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientConfigurationBuilderCustomizer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Replicas answer reads of the store only where a property says that they may.
 */
class StoreTierReadsTests {

	private static final String PERMISSION = "redis-tiers.store.allow-replica-reads=true";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TierConnectionAutoConfiguration.class,
				BootRedisBackOffAutoConfiguration.class, DataRedisAutoConfiguration.class));

	@ParameterizedTest
	@ValueSource(strings = { "replica", "replica-preferred", "upstream-preferred", "any", "any-replica",
			"lowest-latency", "subnet:10.0.0.0/8", "regex:.*" })
	void areRefusedOfReplicas(String nodes) {
		this.runner
			.withPropertyValues("redis-tiers.store.url=redis://store.invalid",
					"redis-tiers.store.lettuce.read-from=" + nodes)
			.run((context) -> {
				FailureAnalysis analysis = Analyses.of(context.getStartupFailure());
				assertThat(analysis.getDescription())
					.contains("The property 'redis-tiers.store.lettuce.read-from' is set to '" + nodes + "'")
					.contains("may be older than what was just written");
				assertThat(analysis.getAction()).contains("Remove it").contains("set '" + PERMISSION + "'");
			});
	}

	@Test
	void areRefusedUnderSpringBootsOwnName() {
		this.runner
			.withPropertyValues("spring.data.redis.host=store.invalid",
					"spring.data.redis.lettuce.read-from=replica-preferred")
			.run((context) -> assertThat(Analyses.of(context.getStartupFailure()).getDescription())
				.contains("The property 'spring.data.redis.lettuce.read-from' is set to 'replica-preferred'"));
	}

	@Test
	void areRefusedOfACustomizer() {
		this.runner.withUserConfiguration(StoreCustomizer.class)
			.withPropertyValues("redis-tiers.store.url=redis://store.invalid")
			.run((context) -> {
				FailureAnalysis analysis = Analyses.of(context.getStartupFailure());
				assertThat(analysis.getDescription())
					.contains("A LettuceClientConfigurationBuilderCustomizer sets 'readFrom'");
				assertThat(analysis.getAction()).contains("@CacheTier").contains("set '" + PERMISSION + "'");
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "upstream", "master" })
	void areLeftToThePrimary(String primary) {
		this.runner
			.withPropertyValues("redis-tiers.store.url=redis://store.invalid",
					"redis-tiers.store.lettuce.read-from=" + primary)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void areAllowedWhereAPropertySaysSo() {
		this.runner
			.withPropertyValues("redis-tiers.store.url=redis://store.invalid", PERMISSION,
					"redis-tiers.store.lettuce.read-from=replica-preferred")
			.run((context) -> assertThat(
					context.getBean(TierConnectionFactory.class).getClientConfiguration().getReadFrom())
				.contains(ReadFrom.REPLICA_PREFERRED));
		this.runner
			.withPropertyValues("spring.data.redis.host=store.invalid", PERMISSION,
					"spring.data.redis.lettuce.read-from=replica-preferred")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void areTheCachesOwnAffair() {
		this.runner.withUserConfiguration(CacheCustomizer.class)
			.withPropertyValues("redis-tiers.store.url=redis://store.invalid",
					"redis-tiers.cache.url=redis://cache.invalid",
					"redis-tiers.cache.lettuce.read-from=replica-preferred")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Configuration(proxyBeanMethods = false)
	static class StoreCustomizer {

		@Bean
		LettuceClientConfigurationBuilderCustomizer storeConfiguration() {
			return (builder) -> builder.readFrom(ReadFrom.REPLICA);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class CacheCustomizer {

		@Bean
		@CacheTier
		LettuceClientConfigurationBuilderCustomizer cacheConfiguration() {
			return (builder) -> builder.readFrom(ReadFrom.ANY);
		}

	}

}
