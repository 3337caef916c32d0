package io.github.redistiers.autoconfigure.connection;

import io.github.redistiers.CacheTier;
import io.github.redistiers.StoreTier;
import io.github.redistiers.TierRole;
import io.github.redistiers.boot.CacheTierConnectionDetails;
import io.github.redistiers.boot.ConditionalOnTierAddress;
import io.github.redistiers.boot.StoreTierConnectionDetails;
import io.github.redistiers.boot.TierBeanNames;
import io.github.redistiers.boot.TierContainers;
import io.github.redistiers.connection.RedisTier;
import io.github.redistiers.connection.TierClientResources;
import io.github.redistiers.connection.TierConnectionFactory;
import io.github.redistiers.connection.FailureTranslation;
import io.github.redistiers.connection.SharedCommands;
import io.lettuce.core.RedisCredentialsProvider;
import io.lettuce.core.resource.ClientResources;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.data.redis.autoconfigure.ClientResourcesBuilderCustomizer;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientConfigurationBuilderCustomizer;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientOptionsBuilderCustomizer;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * The store tier: what is injected without a qualifier. It takes the place of Spring
 * Boot's own connection under the same bean names.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnTierAddress(TierRole.STORE)
class StoreTierConfiguration {

	@Bean(name = TierBeanNames.STORE)
	@StoreTier
	RedisTier redisStoreTier(RedisConnectionFactory connectionFactory) {
		return new RedisTier("store", TierRole.STORE, connectionFactory);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingConnectionFactory(TierRole.STORE)
	static class FactoryConfiguration {

		@Bean
		StoreTierProperties storeTierProperties(Environment environment) {
			return StoreTierFallback.properties(environment);
		}

		@Bean
		@ConditionalOnBean(DataRedisConnectionDetails.class)
		@ConditionalOnMissingBean(StoreTierConnectionDetails.class)
		StoreTierConnectionDetails storeTierFallbackConnectionDetails(StoreTierProperties properties,
				ObjectProvider<SslBundles> sslBundles, DataRedisConnectionDetails fallback, Environment environment) {
			return StoreTierFallback.details(properties, sslBundles.getIfAvailable(), fallback, environment);
		}

		@Bean
		@ConditionalOnMissingBean(StoreTierConnectionDetails.class)
		StoreTierConnectionDetails storeTierConnectionDetails(StoreTierProperties properties,
				ObjectProvider<SslBundles> sslBundles, Environment environment) {
			return StoreTierFallback.details(properties, sslBundles.getIfAvailable(), null, environment);
		}

		@Bean(name = "lettuceClientResources", destroyMethod = "shutdown")
		@StoreTier
		@ConditionalOnMissingBean(ClientResources.class)
		ClientResources lettuceClientResources(ObjectProvider<ClientResourcesBuilderCustomizer> all,
				@CacheTier ObjectProvider<ClientResourcesBuilderCustomizer> cacheOnes) {
			return TierClientResources.create((builder) -> StoreTierCustomizers.of(all, cacheOnes)
				.forEach((customizer) -> customizer.customize(builder)));
		}

		@Bean(name = TierBeanNames.STORE_CONNECTION_FACTORY)
		@StoreTier
		TierConnectionFactory redisConnectionFactory(StoreTierProperties properties, StoreTierConnectionDetails details,
				ObjectProvider<RedisConfiguration> configuration, ClientResources resources,
				ObjectProvider<RedisCredentialsProvider> allCredentials,
				@StoreTier ObjectProvider<RedisCredentialsProvider> storeCredentials,
				@CacheTier ObjectProvider<RedisCredentialsProvider> cacheCredentials,
				ObjectProvider<FailureTranslation> failureTranslation, ObjectProvider<SharedCommands> sharedCommands,
				ObjectProvider<LettuceClientOptionsBuilderCustomizer> allOptions,
				@CacheTier ObjectProvider<LettuceClientOptionsBuilderCustomizer> cacheOptions,
				ObjectProvider<LettuceClientConfigurationBuilderCustomizer> allConfigurations,
				@CacheTier ObjectProvider<LettuceClientConfigurationBuilderCustomizer> cacheConfigurations,
				ObjectProvider<CacheTierConnectionDetails> caches, ObjectProvider<DataRedisConnectionDetails> fallbacks,
				Environment environment) {
			TierContainers.requireTwo(details, caches);
			TierContainers.tellUnused(details, fallbacks);
			TierSettingsAssembly assembly = new TierSettingsAssembly("store", TierRole.STORE, properties, environment);
			TierConnectionFactory factory = new TierConnectionFactory(
					StoreTierFallback.assemble(assembly, details, configuration, environment)
						.with(resources)
						.authenticatedBy(StoreTierCustomizers.one(RedisCredentialsProvider.class, allCredentials,
								storeCredentials, cacheCredentials))
						.calledBy(sharedCommands.getIfAvailable(), failureTranslation.getIfAvailable())
						.customizedBy(StoreTierCustomizers.of(allOptions, cacheOptions),
								StoreTierCustomizers.of(allConfigurations, cacheConfigurations))
						.settings());
			StoreTierReads.check(factory, properties, environment);
			return factory;
		}

	}

}
