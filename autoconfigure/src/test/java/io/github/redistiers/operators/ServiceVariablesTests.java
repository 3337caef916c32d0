package io.github.redistiers.operators;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import io.github.redistiers.autoconfigure.connection.BootRedisBackOffAutoConfiguration;
import io.github.redistiers.autoconfigure.connection.TierConnectionAutoConfiguration;
import io.github.redistiers.boot.Analyses;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The environment variables that Kubernetes sets in every container of a service's
 * namespace.
 */
class ServiceVariablesTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withPropertyValues("spring.application.name=shop", "redis-tiers.cache.url=redis://redis-cache:6379",
				"redis-tiers.store.url=redis://redis-store:6379", "redis-tiers.cache.lettuce.eager-connect=false",
				"redis-tiers.store.lettuce.eager-connect=false")
		.withConfiguration(AutoConfigurations.of(TierConnectionAutoConfiguration.class,
				BootRedisBackOffAutoConfiguration.class, DataRedisAutoConfiguration.class));

	@ParameterizedTest
	@CsvSource({ "redis-tiers-cache, redis-tiers.cache.port, redis-cache",
			"redis-tiers-store, redis-tiers.store.port, redis-store",
			"redistiers-store, redis-tiers.store.port, redis-store" })
	void ofAServiceThatIsNamedAsAPropertyEndInASentence(String service, String property, String better) {
		withService(service).run((context) -> {
			FailureAnalysis analysis = Analyses.of(context.getStartupFailure());
			assertThat(analysis.getDescription()).isEqualTo("The environment variable "
					+ service.toUpperCase(Locale.ROOT).replace('-', '_')
					+ "_PORT is set to tcp://10.0.0.11:6379, and is taken for the property " + property
					+ ", which needs a number. Kubernetes sets it in every container of the namespace of a service named "
					+ service + ".");
			assertThat(analysis.getAction()).isEqualTo("Give the service another name, such as " + better
					+ ", or set 'enableServiceLinks: false' in the pod's spec.");
		});
	}

	@ParameterizedTest
	@CsvSource({ "redis-cache", "redis-store", "redis" })
	void ofTheServicesThatAreShippedDoNoHarm(String service) {
		withService(service).run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void areNotToBlameForAWrongPortInAFile() {
		this.runner.withPropertyValues("redis-tiers.cache.port=tcp://10.0.0.11:6379")
			.run((context) -> assertThatThrownBy(() -> Analyses.of(context.getStartupFailure()))
				.hasMessage("Nobody analyses it"));
	}

	@Test
	void areNotToBlameForAPortThatSomebodySet() {
		withVariables(Map.of("REDIS_TIERS_CACHE_PORT", "many"))
			.run((context) -> assertThatThrownBy(() -> Analyses.of(context.getStartupFailure()))
				.hasMessage("Nobody analyses it"));
	}

	private ApplicationContextRunner withService(String name) {
		String prefix = name.toUpperCase(Locale.ROOT).replace('-', '_');
		Map<String, Object> variables = new LinkedHashMap<>();
		variables.put(prefix + "_SERVICE_HOST", "10.0.0.11");
		variables.put(prefix + "_SERVICE_PORT", "6379");
		variables.put(prefix + "_SERVICE_PORT_REDIS", "6379");
		variables.put(prefix + "_PORT", "tcp://10.0.0.11:6379");
		variables.put(prefix + "_PORT_6379_TCP", "tcp://10.0.0.11:6379");
		variables.put(prefix + "_PORT_6379_TCP_PROTO", "tcp");
		variables.put(prefix + "_PORT_6379_TCP_PORT", "6379");
		variables.put(prefix + "_PORT_6379_TCP_ADDR", "10.0.0.11");
		return withVariables(variables);
	}

	private ApplicationContextRunner withVariables(Map<String, Object> variables) {
		return this.runner.withInitializer((context) -> {
			context.getEnvironment()
				.getPropertySources()
				.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
						new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
								variables));
			ConfigurationPropertySources.attach(context.getEnvironment());
		});
	}

}
