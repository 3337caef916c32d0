package io.github.redistiers.autoconfigure.guard;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.redistiers.TierRole;
import io.github.redistiers.boot.guard.CacheHealthIndicator;
import io.github.redistiers.boot.guard.StoreHealthIndicator;
import io.github.redistiers.connection.RedisTier;
import io.github.redistiers.guard.Guard;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.data.redis.health.DataRedisHealthIndicator;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * {@link AutoConfiguration Auto-configuration} for the health of each tier by its role.
 * It takes the place of Spring Boot's, by which a cache that is gone takes the
 * application down.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = GuardAutoConfiguration.class, beforeName = {
		"org.springframework.boot.data.redis.autoconfigure.health.DataRedisHealthContributorAutoConfiguration",
		"org.springframework.boot.data.redis.autoconfigure.health.DataRedisReactiveHealthContributorAutoConfiguration" })
@ConditionalOnClass({ HealthContributor.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean(Guard.class)
public final class TierHealthAutoConfiguration {

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnEnabledHealthIndicator("redis")
	static class TierHealth {

		@Bean
		@ConditionalOnMissingBean(name = { "redisHealthIndicator", "redisHealthContributor" })
		CompositeHealthContributor redisHealthContributor(List<RedisTier> tiers, Guard guard,
				GuardProperties properties, Map<String, RedisConnectionFactory> factories) {
			Map<String, HealthContributor> contributors = new LinkedHashMap<>();
			for (RedisTier tier : tiers) {
				contributors.put(tier.name(),
						(tier.role() == TierRole.CACHE) ? new CacheHealthIndicator(tier) : new StoreHealthIndicator(
								tier, guard::report, properties.getOnDrift() == OnDrift.OUT_OF_SERVICE));
			}
			// those of the application's own, as Spring Boot has them
			factories.forEach((name, factory) -> {
				if (tiers.stream().noneMatch((tier) -> tier.connectionFactory() == factory)) {
					contributors.putIfAbsent(name, new DataRedisHealthIndicator(factory));
				}
			});
			return CompositeHealthContributor.fromMap(contributors);
		}

	}

}
