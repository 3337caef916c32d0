package io.github.redistiers.boot.properties;

import java.util.List;
import java.util.Map;

import io.github.redistiers.autoconfigure.properties.TierPropertyNamesAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class UnknownTierPropertiesTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TierPropertyNamesAutoConfiguration.class));

	@ParameterizedTest
	@CsvSource({ "redis-tiers.cache.ulr, redis-tiers.cache.url", "redis-tiers.cahce.url, redis-tiers.cache.url",
			"redis-tiers.store.conect-timeout, redis-tiers.store.connect-timeout",
			"redis-tiers.store.lettuce.pool.maxactiv, redis-tiers.store.lettuce.pool.max-active",
			"redis-tiers.store.cluster.node[0], redis-tiers.store.cluster.nodes" })
	void asksWhatWasMeant(String name, String meant, CapturedOutput output) {
		this.runner.withPropertyValues(name + "=secret").run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).contains("There is no property '" + name + "'")
			.contains("it has no effect. Did you mean '" + meant + "'?")
			.doesNotContain("secret");
	}

	@Test
	void guessesNothingWhereNothingIsNear(CapturedOutput output) {
		this.runner.withPropertyValues("redis-tiers.quite.another-thing=x")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).contains("There is no property 'redis-tiers.quite.another-thing'")
			.contains("it has no effect.")
			.doesNotContain("Did you mean");
	}

	@ParameterizedTest
	@ValueSource(strings = { "redis-tiers.cache.url", "redis-tiers.cache.connectTimeout",
			"redis-tiers.store.cluster.nodes[1]", "redis-tiers.store.lettuce.cluster.refresh.period",
			"redis-tiers.enabled", "spring.data.redis.ulr" })
	void keepsQuietAboutNamesThatExist(String name, CapturedOutput output) {
		this.runner.withPropertyValues(name + "=x").run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain("There is no property");
	}

	@Test
	void readsEnvironmentVariables(CapturedOutput output) {
		Map<String, Object> variables = Map.of("REDISTIERS_CACHE_CONNECT_TIMEOUT", "1s",
				"REDISTIERS_CACHE_CONNECTTIMEOUT", "1s", "REDISTIERS_STORE_ULR", "x");
		this.runner
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
						new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
								variables)))
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output.toString().split("There is no property", -1)).hasSize(2);
		assertThat(output).contains("REDISTIERS_STORE_ULR").contains("Did you mean 'redis-tiers.store.url'?");
	}

	@Test
	void letsMapsHaveAnyKey() {
		KnownTierProperties known = new KnownTierProperties(Map.of("properties", List.of(Map.of("name",
				"redis-tiers.cache.my-caches", "type", "java.util.Map<java.lang.String,java.lang.String>"))));
		assertThat(known.contains("redistiers.cache.mycaches.products.timetolive", false)).isTrue();
		assertThat(known.contains("redistiers.cache.mycaches", false)).isTrue();
		assertThat(known.contains("redistiers.cache.mycachesx", false)).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "url, url, 0", "ulr, url, 1", "url, uri, 1", "ur, url, 1", "urll, url, 1", "'', url, 3",
			"kitten, sitting, 3" })
	void countsChanges(String from, String to, int distance) {
		assertThat(EditDistance.between(from, to)).isEqualTo(distance);
	}

}
