package io.github.redistiers.autoconfigure.connection;

import java.time.Duration;
import java.util.Optional;

import io.github.redistiers.CacheTier;
import io.github.redistiers.connection.TierConnectionFactory;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ReadFrom;
import io.lettuce.core.resource.ClientResources;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.ClientResourcesBuilderCustomizer;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientConfigurationBuilderCustomizer;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientOptionsBuilderCustomizer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.test.util.ReflectionTestUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spring Boot's customizers reach the store, those qualified {@code @CacheTier} the
 * cache, and none reaches both.
 */
class TierCustomizersTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TierConnectionAutoConfiguration.class,
				BootRedisBackOffAutoConfiguration.class, DataRedisAutoConfiguration.class))
		.withPropertyValues("redis-tiers.cache.url=redis://cache.invalid",
				"redis-tiers.store.url=redis://store.invalid", "redis-tiers.store.allow-replica-reads=true");

	@Test
	void reachTheirOwnTier() {
		this.runner.withUserConfiguration(Customizers.class).run((context) -> {
			LettuceClientConfiguration store = client(context.getBean("redisConnectionFactory"));
			LettuceClientConfiguration cache = client(context.getBean("redisCacheConnectionFactory"));
			assertThat(store.getReadFrom()).contains(ReadFrom.REPLICA);
			assertThat(cache.getReadFrom()).contains(ReadFrom.ANY);
			assertThat(queueSize(store)).contains(11);
			assertThat(queueSize(cache)).contains(22);
			assertThat(threads(store)).contains(3);
			assertThat(threads(cache)).contains(4);
		});
	}

	@Test
	void leaveTheOtherTierWithItsDefaults() {
		this.runner.withUserConfiguration(CacheCustomizers.class).run((context) -> {
			LettuceClientConfiguration store = client(context.getBean("redisConnectionFactory"));
			assertThat(store.getReadFrom()).isEmpty();
			assertThat(queueSize(store)).contains(ClientOptions.DEFAULT_REQUEST_QUEUE_SIZE);
		});
		this.runner.withUserConfiguration(StoreCustomizers.class).run((context) -> {
			LettuceClientConfiguration cache = client(context.getBean("redisCacheConnectionFactory"));
			assertThat(cache.getReadFrom()).isEmpty();
			assertThat(queueSize(cache)).contains(ClientOptions.DEFAULT_REQUEST_QUEUE_SIZE);
		});
	}

	@Test
	void runInTheirOrder() {
		this.runner.withUserConfiguration(Ordered.class).run((context) -> {
			assertThat(client(context.getBean("redisConnectionFactory")).getShutdownTimeout())
				.isEqualTo(Duration.ofMillis(20));
			assertThat(client(context.getBean("redisCacheConnectionFactory")).getShutdownTimeout())
				.isEqualTo(Duration.ofMillis(40));
		});
	}

	@Test
	void findVirtualThreadsWhereTheJvmHasThem() {
		this.runner.withPropertyValues("spring.threads.virtual.enabled=true").run((context) -> {
			boolean virtual = Runtime.version().feature() >= 21;
			for (String name : new String[] { "redisConnectionFactory", "redisCacheConnectionFactory" }) {
				Object executor = ReflectionTestUtils.getField(context.getBean(name), "executor");
				assertThat(executor instanceof SimpleAsyncTaskExecutor).isEqualTo(virtual);
			}
		});
	}

	@Test
	void findTheClientResourcesClosedWithTheContext() {
		ClientResources[] resources = new ClientResources[2];
		this.runner.run((context) -> {
			resources[0] = context.getBean("lettuceClientResources", ClientResources.class);
			resources[1] = context.getBean("redisCacheClientResources", ClientResources.class);
			assertThat(resources)
				.allSatisfy((open) -> assertThat(open.eventExecutorGroup().isShuttingDown()).isFalse());
		});
		assertThat(resources).allSatisfy((closed) -> assertThat(closed.eventExecutorGroup().isShuttingDown()).isTrue());
	}

	private static LettuceClientConfiguration client(Object factory) {
		return ((TierConnectionFactory) factory).getClientConfiguration();
	}

	private static Optional<Integer> queueSize(LettuceClientConfiguration client) {
		return client.getClientOptions().map(ClientOptions::getRequestQueueSize);
	}

	private static Optional<Integer> threads(LettuceClientConfiguration client) {
		return client.getClientResources().map(ClientResources::computationThreadPoolSize);
	}

	@Configuration(proxyBeanMethods = false)
	static class StoreCustomizers {

		@Bean
		LettuceClientConfigurationBuilderCustomizer storeConfiguration() {
			return (builder) -> builder.readFrom(ReadFrom.REPLICA);
		}

		@Bean
		LettuceClientOptionsBuilderCustomizer storeOptions() {
			return (builder) -> builder.requestQueueSize(11);
		}

		@Bean
		ClientResourcesBuilderCustomizer storeResources() {
			return (builder) -> builder.computationThreadPoolSize(3);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class CacheCustomizers {

		@Bean
		@CacheTier
		LettuceClientConfigurationBuilderCustomizer cacheConfiguration() {
			return (builder) -> builder.readFrom(ReadFrom.ANY);
		}

		@Bean
		@CacheTier
		LettuceClientOptionsBuilderCustomizer cacheOptions() {
			return (builder) -> builder.requestQueueSize(22);
		}

		@Bean
		@CacheTier
		ClientResourcesBuilderCustomizer cacheResources() {
			return (builder) -> builder.computationThreadPoolSize(4);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ StoreCustomizers.class, CacheCustomizers.class })
	static class Customizers {

	}

	@Configuration(proxyBeanMethods = false)
	static class Ordered {

		@Bean
		@Order(2)
		LettuceClientConfigurationBuilderCustomizer last() {
			return (builder) -> builder.shutdownTimeout(Duration.ofMillis(20));
		}

		@Bean
		@Order(1)
		LettuceClientConfigurationBuilderCustomizer first() {
			return (builder) -> builder.shutdownTimeout(Duration.ofMillis(10));
		}

		@Bean
		@CacheTier
		@Order(2)
		LettuceClientConfigurationBuilderCustomizer lastOfCache() {
			return (builder) -> builder.shutdownTimeout(Duration.ofMillis(40));
		}

		@Bean
		@CacheTier
		@Order(1)
		LettuceClientConfigurationBuilderCustomizer firstOfCache() {
			return (builder) -> builder.shutdownTimeout(Duration.ofMillis(30));
		}

	}

}
