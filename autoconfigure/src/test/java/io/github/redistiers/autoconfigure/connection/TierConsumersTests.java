package io.github.redistiers.autoconfigure.connection;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisReactiveAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisRepositoriesAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.health.DataRedisHealthContributorAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.health.DataRedisReactiveHealthContributorAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.observation.LettuceObservationAutoConfiguration;
import org.springframework.boot.session.autoconfigure.SessionAutoConfiguration;
import org.springframework.boot.session.data.redis.autoconfigure.SessionDataRedisAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.RedisKeyValueAdapter;
import org.springframework.data.redis.core.RedisTemplate;
import org.springframework.session.SessionRepository;
import org.springframework.session.data.redis.RedisSessionRepository;
import org.springframework.session.data.redis.config.annotation.SpringSessionRedisConnectionFactory;
import org.springframework.test.util.ReflectionTestUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who else asks for a Redis connection gets the store, or stays away where there is none.
 */
class TierConsumersTests {

	private static final String CACHE = "redis-tiers.cache.url=redis://cache.invalid:7000";

	private static final String STORE = "redis-tiers.store.url=redis://store.invalid:7001";

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withInitializer((context) -> AutoConfigurationPackages
			.register((BeanDefinitionRegistry) context.getBeanFactory(), Carts.class.getPackageName()))
		.withPropertyValues("spring.session.data.redis.configure-action=none")
		.withConfiguration(AutoConfigurations.of(TierConnectionAutoConfiguration.class,
				BootRedisBackOffAutoConfiguration.class, DataRedisAutoConfiguration.class,
				DataRedisReactiveAutoConfiguration.class, DataRedisRepositoriesAutoConfiguration.class,
				DataRedisHealthContributorAutoConfiguration.class,
				DataRedisReactiveHealthContributorAutoConfiguration.class, LettuceObservationAutoConfiguration.class,
				SessionAutoConfiguration.class, SessionDataRedisAutoConfiguration.class, CacheAutoConfiguration.class));

	@Test
	void keepSessionsOnTheStore() {
		this.runner.withPropertyValues(CACHE, STORE).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(address(context.getBean(RedisSessionRepository.class).getSessionRedisOperations()))
				.isEqualTo("store.invalid:7001");
		});
	}

	@Test
	void keepSessionsOnTheApplicationsOwnPrimaryConnection() {
		this.runner.withPropertyValues(CACHE)
			.withUserConfiguration(TwoFactories.class)
			.run((context) -> assertThat(
					address(context.getBean(RedisSessionRepository.class).getSessionRedisOperations()))
				.isEqualTo("primary:7002"));
	}

	@Test
	void findTheStoreBySpringSessionsOwnQualifier() {
		this.runner.withPropertyValues(CACHE, STORE)
			.withBean(OfSession.class)
			.run((context) -> assertThat(
					TierConnectionAutoConfigurationTests.address(context.getBean(OfSession.class).factory()))
				.isEqualTo("store.invalid:7001"));
	}

	@Test
	void keepNoSessionsWhereThereIsNoStore() {
		this.runner.withPropertyValues(CACHE).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context).doesNotHaveBean(SessionRepository.class);
		});
	}

	@Test
	void doWithoutSpringSession() {
		this.runner.withClassLoader(new FilteredClassLoader("org.springframework.session"))
			.withPropertyValues(CACHE, STORE)
			.run((context) -> assertThat(context).hasNotFailed().hasBean("redisConnectionFactory"));
	}

	@Test
	void keepRepositoriesOnTheStore() {
		this.runner.withPropertyValues(CACHE, STORE).run((context) -> {
			assertThat(context).hasSingleBean(Carts.class);
			RedisKeyValueAdapter adapter = context.getBean(RedisKeyValueAdapter.class);
			assertThat(address(ReflectionTestUtils.getField(adapter, "redisOps"))).isEqualTo("store.invalid:7001");
		});
	}

	@Test
	void makeNoRepositoriesWhereThereIsNoStore() {
		this.runner.withPropertyValues(CACHE)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(Carts.class));
	}

	@Test
	void seeBothTiersInHealth() {
		this.runner.withPropertyValues(CACHE, STORE)
			.run((context) -> assertThat(context).hasNotFailed().hasBean("redisHealthContributor"));
	}

	@Test
	void neverFindAThirdConnection() {
		this.runner.withPropertyValues(CACHE)
			.run((context) -> assertThat(context.getBeanNamesForType(RedisConnectionFactory.class))
				.containsExactly("redisCacheConnectionFactory"));
		this.runner.withPropertyValues(STORE)
			.run((context) -> assertThat(context.getBeanNamesForType(RedisConnectionFactory.class))
				.containsExactly("redisConnectionFactory"));
		this.runner.withPropertyValues(CACHE, STORE)
			.run((context) -> assertThat(context.getBeanNamesForType(RedisConnectionFactory.class))
				.containsExactlyInAnyOrder("redisConnectionFactory", "redisCacheConnectionFactory"));
	}

	private static String address(@Nullable Object operations) {
		return (operations instanceof RedisTemplate<?, ?> template)
				? TierConnectionAutoConfigurationTests.address(template.getConnectionFactory()) : "no template";
	}

	record OfSession(@SpringSessionRedisConnectionFactory RedisConnectionFactory factory) {

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoFactories {

		@Bean
		@Primary
		LettuceConnectionFactory one() {
			return new LettuceConnectionFactory("primary", 7002);
		}

		@Bean
		LettuceConnectionFactory other() {
			return new LettuceConnectionFactory("other", 7003);
		}

	}

}
