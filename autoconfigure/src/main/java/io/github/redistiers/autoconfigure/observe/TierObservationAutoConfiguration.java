package io.github.redistiers.autoconfigure.observe;

import io.github.redistiers.CacheTier;
import io.github.redistiers.boot.observe.TierObservations;
import io.github.redistiers.connection.RedisTier;
import io.lettuce.core.tracing.MicrometerTracing;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.data.redis.autoconfigure.ClientResourcesBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.type.AnnotationMetadata;

/**
 * {@link AutoConfiguration Auto-configuration} for observations of both tiers' commands,
 * in place of Spring Boot's, which knows one Redis.
 *
 * @since 0.1.0
 */
@AutoConfiguration(afterName = {
		"org.springframework.boot.data.redis.autoconfigure.observation.LettuceObservationAutoConfiguration",
		"io.github.redistiers.autoconfigure.connection.TierConnectionAutoConfiguration" })
@ConditionalOnClass({ MicrometerTracing.class, ObservationRegistry.class })
@ConditionalOnBean(value = { ObservationRegistry.class, RedisTier.class },
		name = TierObservationAutoConfiguration.BOOTS)
@Import(TierObservationAutoConfiguration.Registrar.class)
public final class TierObservationAutoConfiguration {

	static final String BOOTS = "lettuceObservation";

	@Bean
	TierObservations redisTiersObservations() {
		return new TierObservations();
	}

	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	static ClientResourcesBuilderCustomizer redisTiersStoreObservation(ObservationRegistry registry) {
		return (builder) -> builder.tracing(new MicrometerTracing(registry, TierObservations.service("store")));
	}

	@Bean(defaultCandidate = false)
	@CacheTier
	@Order(Ordered.HIGHEST_PRECEDENCE)
	static ClientResourcesBuilderCustomizer redisTiersCacheObservation(ObservationRegistry registry) {
		return (builder) -> builder.tracing(new MicrometerTracing(registry, TierObservations.service("cache")));
	}

	static class Registrar implements ImportBeanDefinitionRegistrar {

		@Override
		public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
			if (registry.containsBeanDefinition(BOOTS)) {
				registry.removeBeanDefinition(BOOTS);
			}
		}

	}

}
