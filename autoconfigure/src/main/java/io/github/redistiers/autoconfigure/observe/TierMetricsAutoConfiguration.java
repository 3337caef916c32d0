package io.github.redistiers.autoconfigure.observe;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;

import io.github.redistiers.CacheTier;
import io.github.redistiers.boot.observe.ClientMeters;
import io.github.redistiers.boot.observe.CommandLatency;
import io.github.redistiers.boot.observe.ServerMeters;
import io.github.redistiers.cache.CacheTierCacheManager;
import io.github.redistiers.connection.RedisTier;
import io.github.redistiers.guard.Guard;
import io.github.redistiers.store.StoreBreakers;
import io.github.redistiers.store.StoreExceptionTranslation;
import io.lettuce.core.metrics.MicrometerCommandLatencyRecorder;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.data.redis.autoconfigure.ClientResourcesBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * {@link AutoConfiguration Auto-configuration} for the meters of servers, connections and
 * findings.
 *
 * @since 0.1.0
 */
@AutoConfiguration(afterName = { "io.github.redistiers.autoconfigure.guard.GuardAutoConfiguration",
		"io.github.redistiers.autoconfigure.connection.TierConnectionAutoConfiguration",
		"io.github.redistiers.autoconfigure.cache.CacheTierCacheAutoConfiguration",
		"io.github.redistiers.autoconfigure.store.StoreTierRepositoriesAutoConfiguration" })
@ConditionalOnClass(MeterBinder.class)
@ConditionalOnBean(RedisTier.class)
@EnableConfigurationProperties(MetricsProperties.class)
public final class TierMetricsAutoConfiguration {

	@Bean
	@ConditionalOnBean(Guard.class)
	ServerMeters redisTiersServerMeters(Guard guard) {
		return new ServerMeters(guard::report, Clock.systemUTC());
	}

	@Bean
	ClientMeters redisTiersClientMeters(List<RedisTier> tiers, ObjectProvider<CacheTierCacheManager> cacheManagers,
			ObjectProvider<StoreBreakers> storeBreakers, ObjectProvider<StoreExceptionTranslation> failures) {
		Map<String, IntSupplier> open = new HashMap<>();
		cacheManagers.ifUnique((manager) -> open.put("cache", manager::openBreakers));
		storeBreakers.ifUnique((breakers) -> open.put("store", breakers::open));
		return new ClientMeters(tiers, open, failures.getIfUnique());
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MicrometerCommandLatencyRecorder.class)
	static class Commands {

		@Bean
		CommandLatency redisTiersStoreCommandLatency(ObjectProvider<MeterRegistry> registry,
				MetricsProperties properties) {
			return new CommandLatency("store", registry::getIfUnique, properties.histogram());
		}

		@Bean
		CommandLatency redisTiersCacheCommandLatency(ObjectProvider<MeterRegistry> registry,
				MetricsProperties properties) {
			return new CommandLatency("cache", registry::getIfUnique, properties.histogram());
		}

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		static ClientResourcesBuilderCustomizer redisTiersStoreCommands(CommandLatency redisTiersStoreCommandLatency,
				MetricsProperties properties) {
			return recordedBy(redisTiersStoreCommandLatency, properties);
		}

		@Bean(defaultCandidate = false)
		@CacheTier
		@Order(Ordered.HIGHEST_PRECEDENCE)
		static ClientResourcesBuilderCustomizer redisTiersCacheCommands(CommandLatency redisTiersCacheCommandLatency,
				MetricsProperties properties) {
			return recordedBy(redisTiersCacheCommandLatency, properties);
		}

		/**
		 * No condition: ahead of time the build would decide for each start.
		 */
		private static ClientResourcesBuilderCustomizer recordedBy(CommandLatency latency,
				MetricsProperties properties) {
			return (builder) -> {
				if (properties.commands()) {
					builder.commandLatencyRecorder(latency);
				}
			};
		}

	}

}
