package io.github.redistiers.autoconfigure.store;

import io.github.redistiers.autoconfigure.connection.BootRedisBackOffAutoConfiguration;
import io.github.redistiers.autoconfigure.connection.TierConnectionAutoConfiguration;
import io.github.redistiers.autoconfigure.store.scripted.Seats;
import io.github.redistiers.boot.Analyses;
import io.github.redistiers.devservices.RedisServerExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application with scripts of its own.
 */
@ExtendWith(OutputCaptureExtension.class)
class OwnScriptsIntegrationTests {

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.store();

	private static final String HERE = "io.github.redistiers.autoconfigure.store.";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withPropertyValues("spring.application.name=shop")
		.withConfiguration(
				AutoConfigurations.of(TierConnectionAutoConfiguration.class, BootRedisBackOffAutoConfiguration.class,
						DataRedisAutoConfiguration.class, StoreTierRepositoriesAutoConfiguration.class));

	@Test
	void runsThem() {
		in("scripted").withPropertyValues("redis-tiers.store.url=" + server.address()).run((context) -> {
			Seats seats = context.getBean(Seats.class);
			assertThat(seats.reserve("LH 400", 2, 3)).isTrue();
			assertThat(seats.reserve("LH 400", 2, 3)).isFalse();
			assertThat(server.execute("GET", "shop:script:seats:LH 400")).isEqualTo("2");
		});
	}

	@Test
	void doesNotStartWithOneThatDoesNotCompile() {
		in("broken").withPropertyValues("redis-tiers.store.url=" + server.address()).run((context) -> {
			FailureAnalysis analysis = Analyses.of(context.getStartupFailure());
			assertThat(analysis.getDescription()).contains("broken.lua", "Broken.run()", "does not compile, line 2");
			assertThat(analysis.getAction()).isNotBlank();
		});
	}

	@Test
	void startsWhereTheStoreIsNotThereYet(CapturedOutput output) {
		in("broken").withPropertyValues("redis-tiers.store.url=redis://store.invalid:7001")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).contains("broken.lua of").contains("could not be compiled yet");
	}

	@Test
	void doesNotStartWithoutTheFile() {
		in("wrong.script").withPropertyValues("redis-tiers.store.url=redis://store.invalid:7001").run((context) -> {
			FailureAnalysis analysis = Analyses.of(context.getStartupFailure());
			assertThat(analysis.getDescription()).contains("absent.lua, which is not on the class path");
			assertThat(analysis.getAction()).contains(HERE + "wrong.script");
		});
	}

	private ApplicationContextRunner in(String where) {
		return this.runner.withInitializer((context) -> AutoConfigurationPackages
			.register((BeanDefinitionRegistry) context.getBeanFactory(), HERE + where));
	}

}
