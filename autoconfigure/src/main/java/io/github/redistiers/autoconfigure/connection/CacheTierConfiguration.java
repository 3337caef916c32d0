package io.github.redistiers.autoconfigure.connection;

import io.github.redistiers.CacheTier;
import io.github.redistiers.TierRole;
import io.github.redistiers.boot.CacheTierConnectionDetails;
import io.github.redistiers.boot.ConditionalOnTierAddress;
import io.github.redistiers.boot.TierAddresses;
import io.github.redistiers.boot.TierBeanNames;
import io.github.redistiers.connection.RedisTier;
import io.github.redistiers.connection.TierClientResources;
import io.github.redistiers.connection.TierConnectionFactory;
import io.lettuce.core.RedisCredentialsProvider;
import io.lettuce.core.resource.ClientResources;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.data.redis.autoconfigure.ClientResourcesBuilderCustomizer;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientConfigurationBuilderCustomizer;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientOptionsBuilderCustomizer;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * The cache tier. Nothing of it is injected without {@code @CacheTier}.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnTierAddress(TierRole.CACHE)
class CacheTierConfiguration {

	@Bean(name = TierBeanNames.CACHE)
	@CacheTier
	RedisTier redisCacheTier(@CacheTier RedisConnectionFactory connectionFactory) {
		return new RedisTier("cache", TierRole.CACHE, connectionFactory);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingConnectionFactory(TierRole.CACHE)
	@EnableConfigurationProperties(CacheTierProperties.class)
	static class FactoryConfiguration {

		@Bean
		@ConditionalOnMissingBean(CacheTierConnectionDetails.class)
		CacheTierConnectionDetails cacheTierConnectionDetails(CacheTierProperties properties,
				ObjectProvider<SslBundles> sslBundles) {
			return new PropertiesTierConnectionDetails.OfCache(TierAddresses.prefix(TierRole.CACHE), properties,
					sslBundles.getIfAvailable());
		}

		@Bean(defaultCandidate = false, destroyMethod = "shutdown")
		@CacheTier
		@ConditionalOnMissingBean(name = "redisCacheClientResources")
		ClientResources redisCacheClientResources(
				@CacheTier ObjectProvider<ClientResourcesBuilderCustomizer> customizers) {
			return TierClientResources.create(
					(builder) -> customizers.orderedStream().forEach((customizer) -> customizer.customize(builder)));
		}

		@Bean(name = TierBeanNames.CACHE_CONNECTION_FACTORY, defaultCandidate = false)
		@CacheTier
		TierConnectionFactory redisCacheConnectionFactory(CacheTierProperties properties,
				CacheTierConnectionDetails details, @CacheTier ClientResources resources,
				@CacheTier ObjectProvider<RedisCredentialsProvider> credentials,
				@CacheTier ObjectProvider<LettuceClientOptionsBuilderCustomizer> options,
				@CacheTier ObjectProvider<LettuceClientConfigurationBuilderCustomizer> configurations,
				Environment environment) {
			TierSettingsAssembly assembly = new TierSettingsAssembly("cache", TierRole.CACHE, properties, environment);
			return new TierConnectionFactory(assembly.from(details, TierAddresses.prefix(TierRole.CACHE))
				.with(resources)
				.authenticatedBy(credentials.getIfAvailable())
				.customizedBy(options.orderedStream(), configurations.orderedStream())
				.settings());
		}

	}

}
