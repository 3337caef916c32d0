package io.github.redistiers.autoconfigure.store;

import io.github.redistiers.TierRole;
import io.github.redistiers.boot.ConditionalOnTier;
import io.github.redistiers.store.ratelimit.RateLimited;
import io.github.redistiers.store.ratelimit.RateLimitedAdvisor;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Role;

/**
 * {@link AutoConfiguration Auto-configuration} for methods that are {@link RateLimited}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(afterName = "io.github.redistiers.autoconfigure.connection.TierConnectionAutoConfiguration")
@Import(AutoProxyCreatorRegistrar.class)
public final class StoreTierRateLimitsAutoConfiguration {

	@Bean
	@ConditionalOnTier(TierRole.STORE)
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static RateLimitedAdvisor rateLimitedAdvisor(BeanFactory beanFactory) {
		return new RateLimitedAdvisor(beanFactory);
	}

}
