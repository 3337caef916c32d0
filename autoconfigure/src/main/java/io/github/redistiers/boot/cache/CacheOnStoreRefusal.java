package io.github.redistiers.boot.cache;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Refuses Spring Boot's own Redis cache: it takes the application's connection, and that
 * is the store.
 *
 * @since 0.1.0
 */
public final class CacheOnStoreRefusal implements BeanFactoryPostProcessor {

	private static final String BOOTS_CONFIGURATION = "org.springframework.boot.cache.autoconfigure.RedisCacheConfiguration";

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		if (beanFactory.containsBeanDefinition("cacheManager")) {
			BeanDefinition definition = beanFactory.getBeanDefinition("cacheManager");
			if (BOOTS_CONFIGURATION.equals(definition.getFactoryBeanName())) {
				throw new CacheOnStoreException();
			}
		}
	}

}
