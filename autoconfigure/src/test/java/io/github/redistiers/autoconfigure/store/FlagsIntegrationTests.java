package io.github.redistiers.autoconfigure.store;

import io.github.redistiers.autoconfigure.connection.BootRedisBackOffAutoConfiguration;
import io.github.redistiers.autoconfigure.connection.TierConnectionAutoConfiguration;
import io.github.redistiers.autoconfigure.store.flagged.Features;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.store.flag.FlagsNotReadException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An application with flags.
 */
class FlagsIntegrationTests {

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.store();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withPropertyValues("spring.application.name=shop")
		.withInitializer((context) -> AutoConfigurationPackages
			.register((BeanDefinitionRegistry) context.getBeanFactory(), Features.class.getPackageName()))
		.withConfiguration(
				AutoConfigurations.of(TierConnectionAutoConfiguration.class, BootRedisBackOffAutoConfiguration.class,
						DataRedisAutoConfiguration.class, StoreTierRepositoriesAutoConfiguration.class));

	@Test
	void reachEveryInstance() {
		onServer().run((one) -> onServer().run((other) -> {
			Features readers = one.getBean(Features.class);
			assertThat(readers.showsNewCheckout("ann")).isFalse();
			other.getBean(Features.class).percentage(Features.NEW_CHECKOUT, 100);
			Awaitility.await().until(() -> readers.showsNewCheckout("ann"));
			assertThat(readers).hasToString("Features(features)");
			assertThat(server.execute("HGET", "shop:flag:features", "new-checkout")).isEqualTo("100%");
		}));
	}

	@Test
	void doNotKeepAnApplicationFromStartingWithoutItsStore() {
		this.runner.withPropertyValues("redis-tiers.store.url=redis://127.0.0.1:1").run((context) -> {
			Features features = context.getBean(Features.class);
			assertThatExceptionOfType(FlagsNotReadException.class).isThrownBy(() -> features.showsNewCheckout("ann"));
		});
	}

	private ApplicationContextRunner onServer() {
		return this.runner.withPropertyValues("redis-tiers.store.url=" + server.address());
	}

}
