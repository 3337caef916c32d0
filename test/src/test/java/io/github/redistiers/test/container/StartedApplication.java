package io.github.redistiers.test.container;

import java.util.stream.Stream;

import io.github.redistiers.CacheTier;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An application that knows nothing of addresses, and where its tiers have ended.
 *
 * @param context its context
 */
record StartedApplication(ConfigurableApplicationContext context) implements AutoCloseable {

	static StartedApplication start(Class<?> containers, String... properties) {
		return new StartedApplication(
				new SpringApplicationBuilder(Application.class, containers).web(WebApplicationType.NONE)
					.run(Stream.of(properties).map((property) -> "--" + property).toArray(String[]::new)));
	}

	static void fail(Class<?> containers, CapturedOutput output, String... properties) {
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> start(containers, properties).close());
		assertThat(output).contains("APPLICATION FAILED TO START");
	}

	int storePort() {
		return port("redisConnectionFactory");
	}

	int cachePort() {
		return port("redisCacheConnectionFactory");
	}

	boolean hasStore() {
		return this.context.containsBean("redisConnectionFactory");
	}

	boolean hasCache() {
		return this.context.containsBean("redisCacheConnectionFactory");
	}

	/**
	 * Whether Spring Boot takes a container for its own Redis, which is the store's
	 * fallback.
	 */
	boolean hasContainerOfSpringBoot() {
		return this.context.getBeanProvider(DataRedisConnectionDetails.class)
			.stream()
			.anyMatch((details) -> Origin.from(details) != null);
	}

	StringRedisTemplate store() {
		return this.context.getBean(StringRedisTemplate.class);
	}

	StringRedisTemplate cache() {
		return this.context.getBean(CacheUser.class).template();
	}

	int connections() {
		return this.context.getBeanNamesForType(LettuceConnectionFactory.class).length;
	}

	@Override
	public void close() {
		this.context.close();
	}

	private int port(String factory) {
		return this.context.getBean(factory, LettuceConnectionFactory.class).getPort();
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		@Lazy
		CacheUser cacheUser(@CacheTier StringRedisTemplate template) {
			return new CacheUser(template);
		}

	}

	record CacheUser(StringRedisTemplate template) {

	}

}
