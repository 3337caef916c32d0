package io.github.redistiers.autoconfigure.guard;

import java.time.Duration;
import java.util.Map;

import io.github.redistiers.guard.FindingTreatment;
import io.github.redistiers.guard.GuardMode;
import io.github.redistiers.guard.GuardSettings;
import io.github.redistiers.guard.UnreachablePolicy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * How an operator's words reach the guard.
 */
class GuardPropertiesTests {

	@Test
	void hasDefaultsThatStopAStart() {
		GuardProperties properties = bind(new StandardEnvironment());
		assertThat(properties.getMode()).isNull();
		assertThat(properties.getUnreachable()).isEqualTo(UnreachablePolicy.FAIL);
		assertThat(properties.getWaitLimit()).isEqualTo(Duration.ofMinutes(1));
		assertThat(properties.getFindings()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "REDISTIERS_GUARD_FINDINGS_STORE_AOFREWRITE", "REDISTIERS_GUARD_FINDINGS_STORE_AOF_REWRITE" })
	void takesFindingsFromTheEnvironmentThoughItLosesDashes(String variable) {
		assertThat(treatment(environment(Map.of(variable, "warn")), "store.aof-rewrite"))
			.isEqualTo(FindingTreatment.WARN);
	}

	@ParameterizedTest
	@ValueSource(strings = { "redis-tiers.guard.findings.store.aof-rewrite",
			"redis-tiers.guard.findings[store.aof-rewrite]", "redis-tiers.guard.findings.store.aofRewrite" })
	void takesFindingsFromProperties(String property) {
		assertThat(treatment(properties(Map.of(property, "assumed")), "store.aof-rewrite"))
			.isEqualTo(FindingTreatment.ASSUMED);
	}

	@Test
	void tellsFindingsApartWhoseIdsBeginAlike() {
		ConfigurableEnvironment environment = environment(Map.of("REDISTIERS_GUARD_FINDINGS_STORE_AOF", "off"));
		assertThat(treatment(environment, "store.aof")).isEqualTo(FindingTreatment.OFF);
		assertThat(treatment(environment, "store.aof-rewrite")).isNull();
	}

	@Test
	void takesTheBareOffOfYamlForOff() {
		assertThat(bind(properties(Map.of("redis-tiers.guard.mode", false))).getMode()).isEqualTo(GuardMode.OFF);
		assertThat(treatment(properties(Map.of("redis-tiers.guard.findings.store.aof", false)), "store.aof"))
			.isEqualTo(FindingTreatment.OFF);
	}

	@Test
	void refusesAWordThatMeansNothing() {
		assertThatExceptionOfType(BindException.class)
			.isThrownBy(() -> bind(properties(Map.of("redis-tiers.guard.mode", "loud"))))
			.withMessageContaining("redis-tiers.guard.mode");
	}

	@Test
	void keepsSpringSessionFromChangingTheServer() {
		ConfigurableEnvironment environment = new StandardEnvironment();
		new SessionDefaults().postProcessEnvironment(environment, new SpringApplication());
		assertThat(environment.getProperty("spring.session.data.redis.configure-action")).isEqualTo("none");
	}

	@Test
	void leavesSpringSessionToWhoeverSaysOtherwise() {
		ConfigurableEnvironment environment = properties(
				Map.of("spring.session.data.redis.configure-action", "notify-keyspace-events"));
		new SessionDefaults().postProcessEnvironment(environment, new SpringApplication());
		assertThat(environment.getProperty("spring.session.data.redis.configure-action"))
			.isEqualTo("notify-keyspace-events");
		ConfigurableEnvironment without = properties(Map.of("redis-tiers.enabled", "false"));
		new SessionDefaults().postProcessEnvironment(without, new SpringApplication());
		assertThat(without.getProperty("spring.session.data.redis.configure-action")).isNull();
	}

	private static @Nullable FindingTreatment treatment(ConfigurableEnvironment environment, String id) {
		return new GuardSettings((tier) -> GuardMode.ENFORCE, bind(environment).getFindings(), UnreachablePolicy.FAIL,
				Duration.ZERO)
			.treatment(id);
	}

	private static GuardProperties bind(ConfigurableEnvironment environment) {
		return Binder.get(environment).bindOrCreate("redis-tiers.guard", GuardProperties.class);
	}

	private static ConfigurableEnvironment environment(Map<String, Object> variables) {
		ConfigurableEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new SystemEnvironmentPropertySource(
					StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
		return environment;
	}

	private static ConfigurableEnvironment properties(Map<String, Object> properties) {
		ConfigurableEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addFirst(new MapPropertySource("test", properties));
		return environment;
	}

}
