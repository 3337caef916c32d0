package io.github.redistiers.autoconfigure.store;

import io.github.redistiers.store.entity.AtomicKeyValueAdapter;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.env.Environment;
import org.springframework.data.redis.core.RedisKeyValueAdapter;

/**
 * Lets {@code @RedisHash} repositories change an entity whole or not at all, with all
 * that the application has set for them. An adapter of the application's own stays.
 */
class AtomicEntities implements BeanFactoryPostProcessor {

	static final String PROPERTY = "redis-tiers.store.atomic-entities";

	private final Environment environment;

	AtomicEntities(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		if (!this.environment.getProperty(PROPERTY, Boolean.class, true)) {
			return;
		}
		for (String name : beanFactory.getBeanDefinitionNames()) {
			BeanDefinition definition = beanFactory.getBeanDefinition(name);
			if (RedisKeyValueAdapter.class.getName().equals(definition.getBeanClassName())
					&& definition.getFactoryMethodName() == null
					&& definition.getConstructorArgumentValues().getArgumentCount() == 2) {
				definition.setBeanClassName(AtomicKeyValueAdapter.class.getName());
			}
		}
	}

}
