package io.github.redistiers.autoconfigure.store;

import io.github.redistiers.autoconfigure.connection.BootRedisBackOffAutoConfiguration;
import io.github.redistiers.autoconfigure.connection.TierConnectionAutoConfiguration;
import io.github.redistiers.autoconfigure.store.limited.Logins;
import io.github.redistiers.boot.Analyses;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.store.ratelimit.RateLimit;
import io.github.redistiers.store.ratelimit.RateLimitExceededException;
import io.github.redistiers.store.ratelimit.RateLimited;
import io.github.redistiers.store.ratelimit.RateLimitedAdvisor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * How rate limits come into an application.
 */
@ExtendWith(OutputCaptureExtension.class)
class StoreTierRateLimitsAutoConfigurationIntegrationTests {

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.store();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TierConnectionAutoConfiguration.class,
				BootRedisBackOffAutoConfiguration.class, DataRedisAutoConfiguration.class, AopAutoConfiguration.class,
				StoreTierRepositoriesAutoConfiguration.class, StoreTierRateLimitsAutoConfiguration.class))
		.withInitializer((context) -> AutoConfigurationPackages
			.register((BeanDefinitionRegistry) context.getBeanFactory(), Logins.class.getPackageName()))
		.withPropertyValues("spring.application.name=shop");

	@Test
	void injectsDeclaredLimiters() {
		onServer().run((context) -> {
			Logins logins = context.getBean(Logins.class);
			assertThat(logins.tryAcquire("ann", RateLimit.perDay(1)).allowed()).isTrue();
			assertThat(logins.tryAcquire("ann", RateLimit.perDay(1)).allowed()).isFalse();
			assertThat(server.execute("EXISTS", "shop:limit:logins:ann")).isEqualTo(1L);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "spring.aop.auto=true", "spring.aop.auto=false", "spring.aop.proxy-target-class=false" })
	void limitsAnnotatedMethods(String aop, CapturedOutput output) {
		onServer().withPropertyValues(aop).withUserConfiguration(Application.class).run((context) -> {
			Accounts accounts = context.getBean(Accounts.class);
			assertThat(accounts.login("ann")).isEqualTo("ann");
			assertThatExceptionOfType(RateLimitExceededException.class).isThrownBy(() -> accounts.login("ann"));
			assertThat(accounts.login("bob")).isEqualTo("bob");
		});
		assertThat(output).doesNotContain("is not eligible for getting processed by all BeanPostProcessors");
	}

	@Test
	void failsTheStartWithADeclarationThatCannotWork() {
		onServer().withBean(Mistaken.class).run((context) -> {
			FailureAnalysis analysis = Analyses.of(context.getStartupFailure());
			assertThat(analysis.getDescription())
				.contains("Mistaken.login() has the limit \"5/1x\", which cannot work");
			assertThat(analysis.getAction()).isNotBlank();
		});
	}

	@Test
	void isAbsentWithoutAStore() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(TierConnectionAutoConfiguration.class,
					BootRedisBackOffAutoConfiguration.class, DataRedisAutoConfiguration.class,
					StoreTierRateLimitsAutoConfiguration.class))
			.withPropertyValues("redis-tiers.cache.url=redis://cache.invalid:7000")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(RateLimitedAdvisor.class));
	}

	private ApplicationContextRunner onServer() {
		return this.runner.withPropertyValues("redis-tiers.store.url=" + server.address());
	}

	static class Accounts {

		@RateLimited(by = Logins.class, limits = "1/1d", subject = "#user")
		String login(String user) {
			return user;
		}

	}

	static class Mistaken {

		@RateLimited(by = Logins.class, limits = "5/1x", subject = "#user")
		String login(String user) {
			return user;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

		@Bean
		Accounts accounts() {
			return new Accounts();
		}

	}

}
