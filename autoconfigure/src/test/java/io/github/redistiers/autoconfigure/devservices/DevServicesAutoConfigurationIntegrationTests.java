package io.github.redistiers.autoconfigure.devservices;

import java.nio.file.Path;
import java.util.Objects;

import io.github.redistiers.autoconfigure.connection.BootRedisBackOffAutoConfiguration;
import io.github.redistiers.autoconfigure.connection.TierConnectionAutoConfiguration;
import io.github.redistiers.boot.CacheTierConnectionDetails;
import io.github.redistiers.boot.NoTierException;
import io.github.redistiers.boot.StoreTierConnectionDetails;
import io.github.redistiers.boot.TierConnectionDetails;
import io.github.redistiers.devservices.DevelopmentServers;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.devservices.ServerPreset;
import io.github.redistiers.devservices.ServerStartException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Standalone;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.data.redis.RedisConnectionFailureException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When an application gets servers of its own, and when it does not.
 */
@ExtendWith(OutputCaptureExtension.class)
class DevServicesAutoConfigurationIntegrationTests {

	private static final Path PROGRAM = ServerGeneration.REDIS_6_2.executable();

	private static final String ENABLED = "redis-tiers.dev-services.enabled=true";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withInitializer((context) -> AutoConfigurationPackages
			.register((BeanDefinitionRegistry) context.getBeanFactory(), "io.github.redistiers.nothing.here"))
		.withPropertyValues("redis-tiers.dev-services.server=" + PROGRAM)
		.withConfiguration(
				AutoConfigurations.of(DevServicesAutoConfiguration.class, TierConnectionAutoConfiguration.class,
						BootRedisBackOffAutoConfiguration.class, DataRedisAutoConfiguration.class));

	@Test
	void startsBothServersForTiersWithoutAnAddress(CapturedOutput output, @TempDir Path folder) {
		this.runner.withPropertyValues("redis-tiers.dev-services.data-directory=" + folder).run((context) -> {
			assertThat(info(context, "redisConnectionFactory")).isEqualTo("noeviction");
			assertThat(info(context, "redisCacheConnectionFactory")).isEqualTo("allkeys-lru");
			assertThat(output).contains("Started a store server for development at redis://127.0.0.1:"
					+ port(context, StoreTierConnectionDetails.class));
			assertThat(output).contains("Started a cache server for development at redis://127.0.0.1:"
					+ port(context, CacheTierConnectionDetails.class));
			assertThat(folder.resolve("store")).isDirectoryContaining("glob:**redis.conf");
			assertThat(folder.resolve("cache")).isDirectoryContaining("glob:**redis.conf");
		});
		for (ServerPreset preset : ServerPreset.values()) {
			DevelopmentServers.ofThisJvm(PROGRAM, folder).get(preset).close();
		}
	}

	@Test
	void keepsTheServersForTheNextContextOfTheJvm() {
		int[] ports = new int[2];
		this.runner.run((context) -> ports[0] = port(context, StoreTierConnectionDetails.class));
		this.runner.run((context) -> ports[1] = port(context, StoreTierConnectionDetails.class));
		assertThat(ports[0]).isPositive().isEqualTo(ports[1]);
	}

	@ParameterizedTest
	@ValueSource(strings = { "redis-tiers.cache.url=redis://cache.invalid:1", "redis-tiers.store.host=store.invalid",
			"spring.data.redis.host=fallback.invalid", "redis-tiers.store.cluster.nodes=node.invalid:1",
			"redis-tiers.cache.masterreplica.nodes=node.invalid:1" })
	void startsNothingAsSoonAsOneAddressIsConfigured(String address) {
		this.runner.withPropertyValues(address)
			.run((context) -> assertThat(context).doesNotHaveBean(DevServicesAutoConfiguration.class));
	}

	@Test
	void startsNothingForAConnectionOfTheApplicationsOwn() {
		StoreTierConnectionDetails own = new StoreTierConnectionDetails() {
			@Override
			public Standalone getStandalone() {
				return Standalone.of("own.invalid", 1);
			}
		};
		this.runner.withBean(StoreTierConnectionDetails.class, () -> own).run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(DevServicesAutoConfiguration.class);
			assertThat(context).doesNotHaveBean(CacheTierConnectionDetails.class);
		});
	}

	@Test
	void completesAnApplicationOfOneAddressWhenToldTo() {
		this.runner.withPropertyValues(ENABLED, "redis-tiers.store.url=redis://store.invalid:7001").run((context) -> {
			assertThat(info(context, "redisCacheConnectionFactory")).isEqualTo("allkeys-lru");
			assertThat(port(context, StoreTierConnectionDetails.class)).isEqualTo(7001);
		});
	}

	@Test
	void failsTheStartWithoutAnAddressWhenSwitchedOff() {
		this.runner.withPropertyValues("redis-tiers.dev-services.enabled=false").run(this::failsForTheMissingAddress);
	}

	@Test
	void failsTheStartWithoutAnAddressOnACloudPlatform() {
		ApplicationContextRunner cloud = this.runner.withPropertyValues("spring.main.cloud-platform=kubernetes");
		cloud.run(this::failsForTheMissingAddress);
		cloud.withPropertyValues(ENABLED).run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void failsTheStartWithoutAnAddressAheadOfTime() {
		this.runner.withSystemProperties("spring.aot.processing=true").run(this::failsForTheMissingAddress);
		this.runner.withSystemProperties("spring.aot.enabled=true").run(this::failsForTheMissingAddress);
		this.runner.withSystemProperties("spring.aot.processing=true")
			.withPropertyValues(ENABLED)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void failsTheStartWithoutAnAddressFromAPackagedJar() throws Exception {
		ApplicationContextRunner packaged = this.runner.withUserConfiguration(packagedApplication());
		packaged.run(this::failsForTheMissingAddress);
		packaged.withPropertyValues(ENABLED).run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void startsServersForAnApplicationInItsClassFolder() {
		this.runner.withUserConfiguration(Application.class)
			.run((context) -> assertThat(context).hasSingleBean(DevServicesAutoConfiguration.class));
	}

	@Test
	void staysAwayWithoutTheLibrary() {
		this.runner.withClassLoader(new FilteredClassLoader("io.github.redistiers.devservices"))
			.run(this::failsForTheMissingAddress);
	}

	@Test
	void staysAwayWithTheTiers() {
		this.runner.withPropertyValues("redis-tiers.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(DevServicesAutoConfiguration.class));
	}

	@Test
	void failsTheStartWhenAServerDoesNot(@TempDir Path folder) {
		this.runner.withPropertyValues("redis-tiers.dev-services.server=" + folder.resolve("none"))
			.run((context) -> assertThat(context).getFailure().hasRootCauseInstanceOf(ServerStartException.class));
	}

	private void failsForTheMissingAddress(AssertableApplicationContext context) {
		assertThat(context).getFailure().isInstanceOf(NoTierException.class);
	}

	private static Class<?> packagedApplication() throws Exception {
		return new JarredClasses(DevServicesAutoConfigurationIntegrationTests.class.getClassLoader())
			.load(Application.class);
	}

	private static String info(AssertableApplicationContext context, String factory) {
		// a cache connects in the background, and nobody waits for it
		return Awaitility.await()
			.ignoreExceptionsInstanceOf(RedisConnectionFailureException.class)
			.until(() -> policy(context, factory), Objects::nonNull);
	}

	private static String policy(AssertableApplicationContext context, String factory) {
		try (RedisConnection connection = context.getBean(factory, RedisConnectionFactory.class).getConnection()) {
			return String
				.valueOf(Objects.requireNonNull(connection.serverCommands().info("memory")).get("maxmemory_policy"));
		}
	}

	private static int port(AssertableApplicationContext context, Class<? extends TierConnectionDetails> type) {
		return Objects.requireNonNull(context.getBean(type).getStandalone()).getPort();
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	static class Application {

	}

}
