package io.github.redistiers.autoconfigure.connection;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.github.redistiers.devservices.RedisServerExtension;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When a tier connects: by default in the background while the application starts, lazily
 * not before it is used.
 */
@ParameterizedClass
@ValueSource(strings = { "redis-tiers.cache", "redis-tiers.store", "spring.data.redis" })
record TierStartIntegrationTests(String prefix) {

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.store();

	@Test
	void connectsInTheBackgroundByDefault() {
		long before = connections();
		run((context) -> awaitOneMoreThan(before));
	}

	@Test
	void connectsWithTheFirstUseWhereThatIsSet() {
		assertLazy(this.prefix + ".lettuce.eager-connect=false");
	}

	@Test
	void connectsWithTheFirstUseInALazyApplication() {
		assertLazy("spring.main.lazy-initialization=true");
	}

	@Test
	void connectsInTheBackgroundInALazyApplicationWhereThatIsSet() {
		long before = connections();
		run((context) -> {
			factory(context);
			awaitOneMoreThan(before);
		}, "spring.main.lazy-initialization=true", this.prefix + ".lettuce.eager-connect=true");
	}

	private void assertLazy(String property) {
		long before = connections();
		run((context) -> {
			RedisConnectionFactory factory = factory(context);
			assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
				.noneMatch((name) -> name.startsWith("redis-tiers-connect-"));
			assertThat(connections()).isEqualTo(before);
			Awaitility.await().ignoreExceptions().untilAsserted(() -> {
				try (RedisConnection connection = factory.getConnection()) {
					assertThat(connection.ping()).isEqualTo("PONG");
				}
			});
			assertThat(connections()).isEqualTo(before + 1);
		}, property);
	}

	private static void awaitOneMoreThan(long before) {
		Awaitility.await().untilAsserted(() -> assertThat(connections()).isEqualTo(before + 1));
	}

	private static RedisConnectionFactory factory(ConfigurableApplicationContext context) {
		String name = Arrays.stream(context.getBeanNamesForType(RedisConnectionFactory.class))
			.findFirst()
			.orElseThrow();
		return context.getBean(name, RedisConnectionFactory.class);
	}

	/**
	 * How many connections the server has ever accepted.
	 */
	private static long connections() {
		return String.valueOf(server.execute("INFO", "stats"))
			.lines()
			.filter((line) -> line.startsWith("total_connections_received:"))
			.mapToLong((line) -> Long.parseLong(line.substring(line.indexOf(':') + 1).trim()))
			.findFirst()
			.orElseThrow();
	}

	private void run(Consumer<ConfigurableApplicationContext> assertions, String... properties) {
		SpringApplication application = new SpringApplicationBuilder(App.class).web(WebApplicationType.NONE).build();
		String[] arguments = Stream.concat(Stream.of(this.prefix + ".url=" + server.address()), Stream.of(properties))
			.map((property) -> "--" + property)
			.toArray(String[]::new);
		try (ConfigurableApplicationContext context = application.run(arguments)) {
			assertions.accept(context);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ TierConnectionAutoConfiguration.class, BootRedisBackOffAutoConfiguration.class,
			DataRedisAutoConfiguration.class })
	static class App {

	}

}
