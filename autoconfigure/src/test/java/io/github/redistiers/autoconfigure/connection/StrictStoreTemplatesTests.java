package io.github.redistiers.autoconfigure.connection;

import io.github.redistiers.boot.StoreTierConnectionDetails;
import io.github.redistiers.connection.StrictTemplates;
import io.github.redistiers.store.strict.StoreRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Standalone;
import org.springframework.boot.data.redis.autoconfigure.DataRedisReactiveAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisRepositoriesAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.data.redis.core.RedisKeyValueAdapter;
import org.springframework.data.redis.core.RedisTemplate;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.test.util.ReflectionTestUtils;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which templates are strict.
 */
class StrictStoreTemplatesTests {

	private static final String CACHE = "redis-tiers.cache.url=redis://cache.invalid:7000";

	private static final String STORE = "redis-tiers.store.url=redis://store.invalid:7001";

	private static final String FALLBACK = "spring.data.redis.url=redis://store.invalid:7001";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withInitializer((context) -> AutoConfigurationPackages
			.register((BeanDefinitionRegistry) context.getBeanFactory(), Carts.class.getPackageName()))
		.withConfiguration(AutoConfigurations.of(TierConnectionAutoConfiguration.class,
				BootRedisBackOffAutoConfiguration.class, DataRedisAutoConfiguration.class,
				DataRedisReactiveAutoConfiguration.class, DataRedisRepositoriesAutoConfiguration.class));

	@Test
	void areThoseThatSpringBootMakesOnAStoreWithItsOwnAddress() {
		this.runner.withPropertyValues(CACHE, STORE).run((context) -> {
			assertThat(isStrict(context.getBean(StringRedisTemplate.class))).isTrue();
			assertThat(isStrict(context.getBean("redisTemplate"))).isTrue();
			assertThat(isStrict(context.getBean(ReactiveStringRedisTemplate.class))).isTrue();
			assertThat(isStrict(context.getBean("reactiveRedisTemplate"))).isTrue();
			assertThat(isStrict(context.getBean("redisCacheStringTemplate"))).as("the cache's").isFalse();
		});
	}

	@Test
	void areThoseOfDevelopmentServersAndContainers() {
		this.runner.withUserConfiguration(OwnDetails.class)
			.run((context) -> assertThat(isStrict(context.getBean(StringRedisTemplate.class))).isTrue());
	}

	@ParameterizedTest
	@ValueSource(strings = { FALLBACK, STORE + ",redis-tiers.store.strict=false" })
	void areNotThoseOfAnApplicationThatMovesInOrWantsNone(String properties) {
		this.runner.withPropertyValues(properties.split(",")).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(isStrict(context.getBean(StringRedisTemplate.class))).isFalse();
			assertThat(isStrict(context.getBean("redisTemplate"))).isFalse();
			assertThat(isStrict(context.getBean("reactiveRedisTemplate"))).isFalse();
			assertThat(context).doesNotHaveBean(RedisHashTemplate.NAME);
		});
	}

	@Test
	void areThoseOfAnApplicationThatMovesInAndSaysSo() {
		this.runner.withPropertyValues(FALLBACK, "redis-tiers.store.strict=true")
			.run((context) -> assertThat(isStrict(context.getBean(StringRedisTemplate.class))).isTrue());
	}

	@Test
	void areNotThoseOnTheApplicationsOwnConnection() {
		this.runner.withUserConfiguration(OwnFactory.class)
			.run((context) -> assertThat(isStrict(context.getBean(StringRedisTemplate.class))).isFalse());
	}

	@Test
	void areNotThoseThatTheApplicationMakes() {
		this.runner.withPropertyValues(STORE).withUserConfiguration(OwnTemplates.class).run((context) -> {
			assertThat(isStrict(context.getBean("redisTemplate"))).isFalse();
			assertThat(isStrict(context.getBean("otherTemplate"))).isFalse();
			assertThat(isStrict(context.getBean("stringRedisTemplate"))).isTrue();
		});
	}

	@Test
	void areNotThoseOfRedisHashRepositories() {
		this.runner.withPropertyValues(STORE).withBean(Injected.class).run((context) -> {
			assertThat(context).hasSingleBean(Carts.class);
			Object template = ReflectionTestUtils.getField(context.getBean(RedisKeyValueAdapter.class), "redisOps");
			assertThat(template).isSameAs(context.getBean(RedisHashTemplate.NAME)).isInstanceOf(RedisTemplate.class);
			assertThat(isStrict(context.getBean(RedisHashTemplate.NAME))).isFalse();
			assertThat(context.getBean(Injected.class).template()).isSameAs(context.getBean("redisTemplate"));
		});
	}

	private static boolean isStrict(Object template) {
		return ClassUtils.getQualifiedName(template.getClass()).startsWith(StrictTemplates.class.getName())
				&& ReflectionTestUtils.getField(template, "rule") instanceof StoreRule;
	}

	record Injected(RedisTemplate<Object, Object> template) {

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnDetails {

		@Bean
		StoreTierConnectionDetails ownStore() {
			return new StoreTierConnectionDetails() {

				@Override
				public Standalone getStandalone() {
					return Standalone.of("store.invalid", 7001);
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnFactory {

		@Bean
		LettuceConnectionFactory own() {
			return new LettuceConnectionFactory("store.invalid", 7001);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnTemplates {

		@Bean
		RedisTemplate<Object, Object> redisTemplate(RedisConnectionFactory connectionFactory) {
			return other(connectionFactory);
		}

		@Bean
		RedisTemplate<Object, Object> otherTemplate(RedisConnectionFactory connectionFactory) {
			return other(connectionFactory);
		}

		private static RedisTemplate<Object, Object> other(RedisConnectionFactory connectionFactory) {
			RedisTemplate<Object, Object> template = new RedisTemplate<>();
			template.setConnectionFactory(connectionFactory);
			return template;
		}

	}

}
