package io.github.redistiers.autoconfigure.store;

import io.github.redistiers.autoconfigure.connection.BootRedisBackOffAutoConfiguration;
import io.github.redistiers.autoconfigure.connection.TierConnectionAutoConfiguration;
import io.github.redistiers.autoconfigure.store.declared.PageViews;
import io.github.redistiers.autoconfigure.store.locking.OrderLocks;
import io.github.redistiers.boot.Analyses;
import io.github.redistiers.store.EnableStoreRepositories;
import io.github.redistiers.store.StoreRepositories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How repositories are found, and what a wrong declaration hears.
 */
@ExtendWith(OutputCaptureExtension.class)
class StoreTierRepositoriesAutoConfigurationTests {

	private static final String HERE = "io.github.redistiers.autoconfigure.store.";

	private static final String CACHE = "redis-tiers.cache.url=redis://cache.invalid:7000";

	private static final String STORE = "redis-tiers.store.url=redis://store.invalid:7001";

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(TierConnectionAutoConfiguration.class, BootRedisBackOffAutoConfiguration.class,
					DataRedisAutoConfiguration.class, StoreTierRepositoriesAutoConfiguration.class));

	@Test
	void findsTheApplicationsRepositories() {
		in("declared").withPropertyValues(STORE, "spring.application.name=shop").run((context) -> {
			assertThat(context).hasNotFailed().hasSingleBean(PageViews.class).hasSingleBean(StoreRepositories.class);
			assertThat(context.getBean(PageViews.class)).hasToString("PageViews(page-views)");
			assertThat(context.getBean(StoreRepositories.class)).hasFieldOrPropertyWithValue("keyPrefix", "shop:");
		});
	}

	@Test
	void makesLocks() {
		in("locking").withPropertyValues(STORE)
			.run((context) -> assertThat(context.getBean(OrderLocks.class)).hasToString("OrderLocks(orders)"));
	}

	@Test
	void findsRepositoriesOfNamedPackages() {
		this.runner.withPropertyValues(STORE)
			.withUserConfiguration(Named.class)
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(PageViews.class));
	}

	@Test
	void takesARepositoryThatIsFoundTwiceForOne() {
		in("declared").withPropertyValues(STORE)
			.withUserConfiguration(Named.class)
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(PageViews.class));
	}

	@Test
	void needsNoCache() {
		this.runner.withPropertyValues(STORE)
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(StoreRepositories.class));
	}

	@Test
	void isAbsentWithoutAStore() {
		this.runner.withPropertyValues(CACHE)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(StoreRepositories.class));
	}

	@Test
	void honoursItsPrefix() {
		this.runner.withPropertyValues(STORE, "redis-tiers.store.key-prefix=ours:")
			.run((context) -> assertThat(context.getBean(StoreRepositories.class))
				.hasFieldOrPropertyWithValue("keyPrefix", "ours:"));
	}

	@Test
	void refusesAPrefixWithBraces() {
		this.runner.withPropertyValues(STORE, "redis-tiers.store.key-prefix={x}:").run((context) -> {
			FailureAnalysis analysis = Analyses.of(context.getStartupFailure());
			assertThat(analysis.getAction()).contains("redis-tiers.store.key-prefix");
		});
	}

	@ParameterizedTest
	@CsvSource({ "durability-timeout=0s, durability-timeout is 0ms", "durability-replicas=0, durability-replicas is 0",
			"assumed-appendfsync=sometimes, assumed-appendfsync is sometimes" })
	void refusesDurabilityThatCannotBe(String property, String description) {
		this.runner.withPropertyValues(STORE, "redis-tiers.store." + property).run((context) -> {
			FailureAnalysis analysis = Analyses.of(context.getStartupFailure());
			assertThat(analysis.getDescription()).contains("redis-tiers.store." + description);
			assertThat(analysis.getAction()).startsWith("Set redis-tiers.store.");
		});
	}

	@Test
	void warnsWhenKeysHaveNoPrefix(CapturedOutput output) {
		this.runner.withPropertyValues(STORE).run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).contains("Set spring.application.name or redis-tiers.store.key-prefix.");
	}

	@ParameterizedTest
	@CsvSource({ "twice, Two store repositories are named", "onclass, which is not an interface",
			"nostructure, extends no structure", "blank, is blank", "table, leads from NEW to all states but LOST" })
	void refusesAWrongDeclaration(String where, String description) {
		in("wrong." + where).withPropertyValues(STORE).run((context) -> {
			FailureAnalysis analysis = Analyses.of(context.getStartupFailure());
			assertThat(analysis.getDescription()).contains(description).contains("wrong." + where);
			assertThat(analysis.getAction()).isNotBlank();
		});
	}

	@Test
	void refusesARepositoryWithoutAStore() {
		in("declared").withPropertyValues(CACHE).run((context) -> {
			FailureAnalysis analysis = Analyses.of(context.getStartupFailure());
			assertThat(analysis.getDescription()).contains(PageViews.class.getName()).contains("no store tier");
			assertThat(analysis.getAction()).contains("redis-tiers.store.url");
		});
	}

	private ApplicationContextRunner in(String where) {
		return this.runner.withInitializer((context) -> AutoConfigurationPackages
			.register((BeanDefinitionRegistry) context.getBeanFactory(), HERE + where));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableStoreRepositories(basePackages = HERE + "declared")
	static class Named {

	}

}
