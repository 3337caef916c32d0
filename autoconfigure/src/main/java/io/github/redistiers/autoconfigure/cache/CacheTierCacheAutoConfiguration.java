package io.github.redistiers.autoconfigure.cache;

import java.util.List;

import io.github.redistiers.CacheTier;
import io.github.redistiers.TierRole;
import io.github.redistiers.autoconfigure.cache.CacheProperties.UnknownCaches;
import io.github.redistiers.boot.ConditionalOnTier;
import io.github.redistiers.boot.KeyPrefix;
import io.github.redistiers.boot.cache.CacheOnStoreRefusal;
import io.github.redistiers.boot.cache.CacheNamesCheck;
import io.github.redistiers.boot.cache.CacheWithoutLettuceException;
import io.github.redistiers.boot.cache.DeclaredCaches;
import io.github.redistiers.boot.cache.UnusedCacheAnnotations;
import io.github.redistiers.cache.CacheTierCacheManager;
import io.github.redistiers.cache.LeasedCaching;
import io.github.redistiers.cache.CachedMethods;
import io.github.redistiers.codec.JsonCodecs;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.cache.autoconfigure.CacheManagerCustomizer;
import org.springframework.boot.cache.autoconfigure.CacheManagerCustomizers;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.cache.CacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * {@link AutoConfiguration Auto-configuration} for Spring Cache on the cache tier.
 *
 * @since 0.1.0
 */
@AutoConfiguration(before = CacheAutoConfiguration.class,
		afterName = "io.github.redistiers.autoconfigure.connection.TierConnectionAutoConfiguration")
@ConditionalOnClass(CacheAutoConfiguration.class)
public final class CacheTierCacheAutoConfiguration {

	@Bean
	@ConditionalOnTier(TierRole.STORE)
	static CacheOnStoreRefusal cacheOnStoreRefusal() {
		return new CacheOnStoreRefusal();
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnTier(TierRole.CACHE)
	@ConditionalOnProperty(name = "spring.cache.type", havingValue = "redis", matchIfMissing = true)
	@EnableConfigurationProperties({ CacheProperties.class,
			org.springframework.boot.cache.autoconfigure.CacheProperties.class })
	static class CacheTierConfiguration {

		@Bean
		CachedMethods cachedMethods(ConfigurableListableBeanFactory beanFactory) {
			return new CachedMethods(beanFactory);
		}

		@Bean
		UnusedCacheAnnotations unusedCacheAnnotations(CachedMethods methods,
				ConfigurableListableBeanFactory beanFactory) {
			return new UnusedCacheAnnotations(methods, beanFactory);
		}

		@Bean
		DeclaredCaches declaredCaches(CacheProperties properties,
				org.springframework.boot.cache.autoconfigure.CacheProperties springProperties) {
			return new DeclaredCaches(springProperties.getCacheNames(), properties.caches().keySet(),
					properties.unknownCaches() == UnknownCaches.REFUSE);
		}

		@Bean
		@ConditionalOnMissingBean(value = CacheManager.class, name = "cacheResolver")
		CacheTierCacheManager cacheManager(@CacheTier RedisConnectionFactory connectionFactory,
				CacheProperties properties,
				org.springframework.boot.cache.autoconfigure.CacheProperties springProperties, CachedMethods types,
				DeclaredCaches declaredCaches, ObjectProvider<CacheManagerCustomizer<?>> customizers,
				ObjectProvider<CircuitBreakerRegistry> circuitBreakers, Environment environment,
				BeanFactory beanFactory) {
			if (!(connectionFactory instanceof LettuceConnectionFactory)) {
				throw new CacheWithoutLettuceException(connectionFactory.getClass());
			}
			JsonCodecs codecs = codecs(beanFactory);
			CacheTierCacheManager cacheManager = new CacheTierCacheManager(connectionFactory,
					KeyPrefix.of("redis-tiers.cache.key-prefix", keyPrefix(properties, springProperties.getRedis()),
							environment),
					codecs, new ValueTypesByName(properties, codecs, types),
					new CacheSettingsByName(properties, springProperties.getRedis()));
			cacheManager.setCacheNames(springProperties.getCacheNames());
			cacheManager.setUnknownCaches(declaredCaches::check);
			cacheManager.setTransactionAware(properties.transactionAware());
			cacheManager.setReclaiming(properties.reclaim());
			new CircuitBreakers(properties.circuitBreaker(), circuitBreakers.getIfUnique()).addTo(cacheManager);
			return new CacheManagerCustomizers(customizers.orderedStream().toList()).customize(cacheManager);
		}

		@Bean
		@ConditionalOnBean(CacheTierCacheManager.class)
		static LeasedCaching leasedCaching(ObjectProvider<CacheTierCacheManager> cacheManager) {
			return new LeasedCaching(cacheManager::getObject);
		}

		@Bean
		@ConditionalOnBean(CacheTierCacheManager.class)
		CacheNamesCheck cacheNamesCheck(DeclaredCaches declaredCaches, CachedMethods methods,
				CacheTierCacheManager cacheManager) {
			return new CacheNamesCheck(declaredCaches, methods, cacheManager);
		}

		private static @Nullable String keyPrefix(CacheProperties properties,
				org.springframework.boot.cache.autoconfigure.CacheProperties.Redis redis) {
			if (properties.keyPrefix() != null) {
				return properties.keyPrefix();
			}
			return redis.isUseKeyPrefix() ? redis.getKeyPrefix() : "";
		}

		private static JsonCodecs codecs(BeanFactory beanFactory) {
			List<String> packages = AutoConfigurationPackages.has(beanFactory)
					? AutoConfigurationPackages.get(beanFactory) : List.of();
			return new JsonCodecs(packages, null);
		}

	}

}
