package io.github.redistiers.autoconfigure.endpoint;

import java.util.List;

import io.github.redistiers.boot.endpoint.CacheDescriptions;
import io.github.redistiers.boot.endpoint.QueueDescriptions;
import io.github.redistiers.boot.endpoint.TierDescriptions;
import io.github.redistiers.boot.endpoint.TiersEndpoint;
import io.github.redistiers.cache.CacheTierCacheManager;
import io.github.redistiers.connection.RedisTier;
import io.github.redistiers.guard.Guard;
import io.github.redistiers.store.StoreBreakers;
import io.github.redistiers.store.StoreRepositories;
import io.github.redistiers.store.queue.QueueStructure;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * {@link AutoConfiguration Auto-configuration} for the endpoint {@code redistiers}. As
 * any endpoint it has to be exposed; it reads, and writes only where
 * {@code management.endpoint.redistiers.access} is {@code unrestricted}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(afterName = { "io.github.redistiers.autoconfigure.guard.GuardAutoConfiguration",
		"io.github.redistiers.autoconfigure.cache.CacheTierCacheAutoConfiguration",
		"io.github.redistiers.autoconfigure.store.StoreTierRepositoriesAutoConfiguration",
		"io.github.redistiers.autoconfigure.store.StoreTierQueuesAutoConfiguration" })
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnBean(Guard.class)
public final class TiersEndpointAutoConfiguration {

	/**
	 * Apart, since its condition names a class that may be absent.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnAvailableEndpoint(TiersEndpoint.class)
	static class Exposed {

		@Bean
		@ConditionalOnMissingBean
		TiersEndpoint redisTiersEndpoint(Guard guard, List<RedisTier> tiers,
				ObjectProvider<CacheTierCacheManager> cacheManagers, ObjectProvider<StoreBreakers> storeBreakers,
				ObjectProvider<StoreRepositories> repositories, ObjectProvider<QueueStructure> queues) {
			StoreBreakers breakers = storeBreakers.getIfUnique();
			CacheTierCacheManager manager = cacheManagers.getIfUnique();
			return new TiersEndpoint(
					new TierDescriptions(guard, tiers, (manager != null) ? manager::openBreakers : () -> 0,
							(breakers != null) ? breakers::open : () -> 0),
					new CacheDescriptions(manager), new QueueDescriptions(queues.getIfUnique(), tiers),
					repositories.getIfUnique());
		}

	}

}
