package io.github.redistiers.autoconfigure.devservices;

import io.github.redistiers.TierRole;
import io.github.redistiers.boot.CacheTierConnectionDetails;
import io.github.redistiers.boot.ConditionalOnMissingTierAddress;
import io.github.redistiers.boot.StoreTierConnectionDetails;
import io.github.redistiers.devservices.DevelopmentServers;
import io.github.redistiers.devservices.ServerPreset;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.Ordered;

/**
 * Auto-configuration of real servers for an application whose tiers have no address,
 * during development and in tests.
 *
 * @since 0.1.0
 */
@AutoConfiguration(beforeName = "io.github.redistiers.autoconfigure.connection.TierConnectionAutoConfiguration",
		afterName = "org.springframework.boot.testcontainers.service.connection.ServiceConnectionAutoConfiguration")
@AutoConfigureOrder(Ordered.HIGHEST_PRECEDENCE + 5)
@ConditionalOnClass(DevelopmentServers.class)
@ConditionalOnBooleanProperty(name = "redis-tiers.enabled", matchIfMissing = true)
@Conditional(OnDevelopmentCondition.class)
@EnableConfigurationProperties(DevServicesProperties.class)
public final class DevServicesAutoConfiguration {

	@Bean
	@ConditionalOnMissingTierAddress(TierRole.CACHE)
	CacheTierConnectionDetails devServicesCacheTierConnectionDetails(DevServicesProperties properties) {
		return new DevServerConnectionDetails.OfCache(servers(properties).get(ServerPreset.CACHE));
	}

	@Bean
	@ConditionalOnMissingTierAddress(TierRole.STORE)
	StoreTierConnectionDetails devServicesStoreTierConnectionDetails(DevServicesProperties properties) {
		return new DevServerConnectionDetails.OfStore(servers(properties).get(ServerPreset.STORE));
	}

	private static DevelopmentServers servers(DevServicesProperties properties) {
		return DevelopmentServers.ofThisJvm(properties.getServer(), properties.getDataDirectory());
	}

}
