package io.github.redistiers.autoconfigure.connection;

import io.github.redistiers.connection.StrictTemplates;
import io.github.redistiers.store.strict.StoreRule;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.core.env.Environment;
import org.springframework.data.redis.core.ReactiveRedisTemplate;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.data.redis.core.RedisTemplate;
import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * Puts strict templates in the place of those that Spring Boot makes on the store, before
 * anybody has seen these. Templates of the application's own stay as they are.
 */
class StrictStoreTemplates implements BeanPostProcessor, PriorityOrdered {

	private final ConfigurableListableBeanFactory beanFactory;

	private final Environment environment;

	private volatile @Nullable StrictTemplates templates;

	StrictStoreTemplates(ConfigurableListableBeanFactory beanFactory, Environment environment) {
		this.beanFactory = beanFactory;
		this.environment = environment;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		boolean template = bean instanceof RedisTemplate || bean instanceof ReactiveRedisTemplate;
		return (template && StoreStrictness.isOfSpringBoot(this.beanFactory, beanName)
				&& StoreStrictness.isStrict(this.environment, this.beanFactory)) ? strict(bean) : bean;
	}

	private Object strict(Object template) {
		StrictTemplates strict = templates();
		if (template instanceof StringRedisTemplate text) {
			return strict.stringTemplate(text.getRequiredConnectionFactory());
		}
		if (template instanceof RedisTemplate<?, ?> objects) {
			RedisTemplate<?, ?> result = strict.template(objects.getRequiredConnectionFactory());
			ClassLoader classLoader = this.beanFactory.getBeanClassLoader();
			if (classLoader != null) {
				result.setBeanClassLoader(classLoader);
			}
			return result;
		}
		if (template instanceof ReactiveStringRedisTemplate text) {
			return strict.reactiveStringTemplate(text.getConnectionFactory());
		}
		ReactiveRedisTemplate<?, ?> objects = (ReactiveRedisTemplate<?, ?>) template;
		return strict.reactiveTemplate(objects.getConnectionFactory(), objects.getSerializationContext());
	}

	private StrictTemplates templates() {
		StrictTemplates current = this.templates;
		if (current == null) {
			current = new StrictTemplates(new StoreRule(StoreStrictness.allowedCommands(this.environment)));
			this.templates = current;
		}
		return current;
	}

}
