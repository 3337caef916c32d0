package io.github.redistiers.autoconfigure.connection;

import java.util.List;

import io.github.redistiers.StoreTier;
import io.github.redistiers.TierRole;
import io.github.redistiers.boot.TierAddresses;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;
import org.springframework.util.Assert;

/**
 * Qualifies as {@code @StoreTier} what is the store's without saying so: the
 * application's own connection factory and Spring Boot's templates. The store's
 * connection factory also gets Spring Session's qualifier, by name: Spring Session is
 * never brought along.
 */
class StoreTierQualifiers implements BeanDefinitionRegistryPostProcessor, EnvironmentAware {

	private static final String SESSION_QUALIFIER = "org.springframework.session.data.redis.config.annotation.SpringSessionRedisConnectionFactory";

	private static final List<String> TEMPLATES = List.of("redisTemplate", "stringRedisTemplate",
			"reactiveRedisTemplate", "reactiveStringRedisTemplate");

	private @Nullable Environment environment;

	@Override
	public void setEnvironment(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
		// the definitions are complete only afterwards
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		String connectionFactory = store(beanFactory);
		if (connectionFactory == null) {
			return;
		}
		qualify(beanFactory, connectionFactory, StoreTier.class.getName());
		qualify(beanFactory, connectionFactory, SESSION_QUALIFIER);
		TEMPLATES.stream()
			.filter(beanFactory::containsBeanDefinition)
			.filter((name) -> !TierAddresses.isCacheTier(beanFactory, name))
			.forEach((name) -> qualify(beanFactory, name, StoreTier.class.getName()));
	}

	private @Nullable String store(ConfigurableListableBeanFactory beanFactory) {
		Assert.state(this.environment != null, "No environment");
		List<String> names = new TierAddresses(this.environment, beanFactory).ownConnectionFactories(TierRole.STORE);
		List<String> primary = names.stream()
			.filter((name) -> beanFactory.containsBeanDefinition(name)
					&& beanFactory.getBeanDefinition(name).isPrimary())
			.toList();
		List<String> candidates = primary.isEmpty() ? names : primary;
		return (candidates.size() == 1) ? candidates.get(0) : null;
	}

	private static void qualify(ConfigurableListableBeanFactory beanFactory, String name, String qualifier) {
		if (beanFactory.containsBeanDefinition(name)
				&& beanFactory.getBeanDefinition(name) instanceof AbstractBeanDefinition definition
				&& !definition.hasQualifier(qualifier)) {
			definition.addQualifier(new AutowireCandidateQualifier(qualifier));
		}
	}

}
