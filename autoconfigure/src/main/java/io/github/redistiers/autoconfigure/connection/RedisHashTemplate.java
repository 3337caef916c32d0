package io.github.redistiers.autoconfigure.connection;

import java.util.Set;

import io.github.redistiers.store.entity.AtomicKeyValueAdapter;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.ConstructorArgumentValues.ValueHolder;
import org.springframework.beans.factory.config.RuntimeBeanReference;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.core.env.Environment;
import org.springframework.data.redis.core.RedisKeyValueAdapter;

/**
 * Gives {@code @RedisHash} repositories a template of their own where the application's
 * is strict: they may expire what they keep ({@code @TimeToLive}). By default they share
 * {@code redisTemplate} with the application.
 */
class RedisHashTemplate implements BeanFactoryPostProcessor {

	static final String NAME = "redisHashTemplate";

	private static final String SHARED = "redisTemplate";

	private static final Set<String> ADAPTERS = Set.of(RedisKeyValueAdapter.class.getName(),
			AtomicKeyValueAdapter.class.getName());

	private final Environment environment;

	RedisHashTemplate(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		if (!(beanFactory instanceof BeanDefinitionRegistry registry)
				|| !StoreStrictness.isOfSpringBoot(beanFactory, SHARED)
				|| !StoreStrictness.isStrict(this.environment, beanFactory)) {
			return;
		}
		for (String name : beanFactory.getBeanDefinitionNames()) {
			ValueHolder template = sharedTemplate(beanFactory.getBeanDefinition(name));
			if (template != null) {
				register(registry);
				template.setValue(new RuntimeBeanReference(NAME));
			}
		}
	}

	private static void register(BeanDefinitionRegistry registry) {
		if (!registry.containsBeanDefinition(NAME)
				&& registry.getBeanDefinition(SHARED) instanceof AbstractBeanDefinition shared) {
			AbstractBeanDefinition own = shared.cloneBeanDefinition();
			own.setAutowireCandidate(false);
			registry.registerBeanDefinition(NAME, own);
		}
	}

	private static @Nullable ValueHolder sharedTemplate(BeanDefinition definition) {
		if (!ADAPTERS.contains(String.valueOf(definition.getBeanClassName()))) {
			return null;
		}
		ValueHolder first = definition.getConstructorArgumentValues().getIndexedArgumentValue(0, null);
		return (first != null && first.getValue() instanceof RuntimeBeanReference reference
				&& reference.getBeanName().equals(SHARED)) ? first : null;
	}

}
