package io.github.redistiers.autoconfigure.properties;

import io.github.redistiers.boot.properties.UnknownTierProperties;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration of the warning about unknown names under {@code redis-tiers}. They
 * only warn: configuration servers are shared between versions.
 *
 * @since 0.1.0
 */
@AutoConfiguration
public final class TierPropertyNamesAutoConfiguration {

	/**
	 * Runs before any bean is made, so that the warning stands above the failure that a
	 * misspelt name leads to.
	 */
	@Bean
	static BeanFactoryPostProcessor redisTierPropertyNames(Environment environment) {
		return (beanFactory) -> {
			if (environment instanceof ConfigurableEnvironment configurable) {
				new UnknownTierProperties().warnAbout(configurable);
			}
		};
	}

}
