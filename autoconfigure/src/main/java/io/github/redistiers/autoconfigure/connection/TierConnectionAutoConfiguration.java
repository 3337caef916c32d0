package io.github.redistiers.autoconfigure.connection;

import io.github.redistiers.boot.ConditionalOnMissingTierAddress;
import io.github.redistiers.boot.NoTierException;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration of the two tiers' connections. The store is what is injected without
 * a qualifier and has Spring Boot's own bean names; the cache is reached by
 * {@code @CacheTier} alone. Each exists if it has an address; if neither has, the start
 * fails.
 *
 * @since 0.1.0
 */
@AutoConfiguration(before = DataRedisAutoConfiguration.class,
		afterName = "org.springframework.boot.testcontainers.service.connection.ServiceConnectionAutoConfiguration")
@AutoConfigureOrder(TierConnectionAutoConfiguration.ORDER)
@ConditionalOnBooleanProperty(name = "redis-tiers.enabled", matchIfMissing = true)
@Import({ OwnConnectionFactories.class, CacheTierConfiguration.class, CacheTierTemplatesConfiguration.class,
		StoreTierConfiguration.class })
public final class TierConnectionAutoConfiguration {

	/**
	 * Early, so that {@link BootRedisBackOffAutoConfiguration} comes directly after
	 * Spring Boot's own, before anybody's condition has seen what that one defined.
	 */
	static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 10;

	@Bean
	static StoreTierQualifiers redisStoreTierQualifiers() {
		return new StoreTierQualifiers();
	}

	@Bean
	static StrictStoreTemplates redisStrictStoreTemplates(ConfigurableListableBeanFactory beanFactory,
			Environment environment) {
		return new StrictStoreTemplates(beanFactory, environment);
	}

	@Bean
	static RedisHashTemplate redisHashTemplates(Environment environment) {
		return new RedisHashTemplate(environment);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingTierAddress
	static class NoTierConfiguration {

		@Bean
		static BeanFactoryPostProcessor noRedisTier() {
			return (beanFactory) -> {
				throw new NoTierException();
			};
		}

	}

}
