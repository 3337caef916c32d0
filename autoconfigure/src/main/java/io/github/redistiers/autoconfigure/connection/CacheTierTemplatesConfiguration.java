package io.github.redistiers.autoconfigure.connection;

import io.github.redistiers.CacheTier;
import io.github.redistiers.TierRole;
import io.github.redistiers.boot.ConditionalOnTier;
import io.github.redistiers.boot.TierBeanNames;
import io.github.redistiers.cache.ExpiryRule;
import io.github.redistiers.connection.StrictTemplates;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.core.ReactiveRedisTemplate;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.data.redis.core.RedisTemplate;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.serializer.RedisSerializationContext;
import org.springframework.data.redis.serializer.RedisSerializer;

/**
 * Templates on the cache tier. Those of the store are Spring Boot's own.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnTier(TierRole.CACHE)
class CacheTierTemplatesConfiguration {

	private static final StrictTemplates STRICT = new StrictTemplates(new ExpiryRule());

	@Bean(defaultCandidate = false)
	@CacheTier
	@ConditionalOnMissingBean(name = "redisCacheTemplate")
	RedisTemplate<Object, Object> redisCacheTemplate(@CacheTier RedisConnectionFactory connectionFactory,
			Environment environment) {
		if (isStrict(environment)) {
			return STRICT.template(connectionFactory);
		}
		RedisTemplate<Object, Object> template = new RedisTemplate<>();
		template.setConnectionFactory(connectionFactory);
		return template;
	}

	@Bean(defaultCandidate = false)
	@CacheTier
	@ConditionalOnMissingBean(name = "redisCacheStringTemplate")
	StringRedisTemplate redisCacheStringTemplate(@CacheTier RedisConnectionFactory connectionFactory,
			Environment environment) {
		return isStrict(environment) ? STRICT.stringTemplate(connectionFactory)
				: new StringRedisTemplate(connectionFactory);
	}

	private static boolean isStrict(Environment environment) {
		return environment.getProperty("redis-tiers.cache.strict", Boolean.class, true);
	}

	// an application's own factory need not be a reactive one
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean(name = TierBeanNames.CACHE_CONNECTION_FACTORY)
	static class ReactiveTemplatesConfiguration {

		@Bean(defaultCandidate = false)
		@CacheTier
		@ConditionalOnMissingBean(name = "redisCacheReactiveTemplate")
		ReactiveRedisTemplate<Object, Object> redisCacheReactiveTemplate(
				@CacheTier ReactiveRedisConnectionFactory connectionFactory, ResourceLoader resourceLoader,
				Environment environment) {
			RedisSerializer<Object> serializer = RedisSerializer.java(resourceLoader.getClassLoader());
			RedisSerializationContext<Object, Object> context = RedisSerializationContext
				.newSerializationContext(serializer)
				.build();
			return isStrict(environment) ? STRICT.reactiveTemplate(connectionFactory, context)
					: new ReactiveRedisTemplate<>(connectionFactory, context);
		}

		@Bean(defaultCandidate = false)
		@CacheTier
		@ConditionalOnMissingBean(name = "redisCacheReactiveStringTemplate")
		ReactiveStringRedisTemplate redisCacheReactiveStringTemplate(
				@CacheTier ReactiveRedisConnectionFactory connectionFactory, Environment environment) {
			return isStrict(environment) ? STRICT.reactiveStringTemplate(connectionFactory)
					: new ReactiveStringRedisTemplate(connectionFactory);
		}

	}

}
