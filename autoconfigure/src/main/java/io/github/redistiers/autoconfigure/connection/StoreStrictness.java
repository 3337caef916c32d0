package io.github.redistiers.autoconfigure.connection;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;

import io.github.redistiers.TierRole;
import io.github.redistiers.boot.StoreTierConnectionDetails;
import io.github.redistiers.boot.TierAddresses;
import io.github.redistiers.boot.TierBeanNames;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.core.type.MethodMetadata;

/**
 * Whether the store's templates are strict, and which of them are Spring Boot's own. By
 * default they are where the store has an address of its own: an application that brings
 * nothing but {@code spring.data.redis.*} works as before.
 */
final class StoreStrictness {

	/**
	 * Spring Boot's templates.
	 */
	private static final List<String> TEMPLATES = List.of("redisTemplate", "stringRedisTemplate",
			"reactiveRedisTemplate", "reactiveStringRedisTemplate");

	private static final String SPRING_BOOT = "org.springframework.boot.data.redis.autoconfigure.";

	private static final Set<String> FALLBACKS = Set.of("storeTierFallbackConnectionDetails",
			"storeTierConnectionDetails");

	private StoreStrictness() {
	}

	static boolean isStrict(Environment environment, ListableBeanFactory beanFactory) {
		if (!beanFactory.containsBean(TierBeanNames.STORE)) {
			return false;
		}
		return Binder.get(environment)
			.bind("redis-tiers.store.strict", Boolean.class)
			.orElseGet(() -> TierAddresses.inProperties(environment, TierRole.STORE) || hasOwnDetails(beanFactory));
	}

	static Set<String> allowedCommands(Environment environment) {
		return Binder.get(environment)
			.bind("redis-tiers.store.strict-allowed-commands", Bindable.setOf(String.class))
			.orElse(Set.of());
	}

	/**
	 * Whether a bean is a template that Spring Boot made, not the application.
	 */
	static boolean isOfSpringBoot(ConfigurableListableBeanFactory beanFactory, String name) {
		if (!TEMPLATES.contains(name) || !beanFactory.containsBeanDefinition(name)) {
			return false;
		}
		BeanDefinition definition = beanFactory.getBeanDefinition(name);
		MethodMetadata method = (definition instanceof AnnotatedBeanDefinition annotated)
				? annotated.getFactoryMethodMetadata() : null;
		String declaredBy = (method != null) ? method.getDeclaringClassName() : generatedFrom(definition);
		return declaredBy != null && declaredBy.startsWith(SPRING_BOOT);
	}

	/**
	 * A definition that was generated ahead of time has lost its annotations.
	 */
	private static @Nullable String generatedFrom(BeanDefinition definition) {
		Method method = (definition instanceof RootBeanDefinition generated) ? generated.getResolvedFactoryMethod()
				: null;
		return (method != null) ? method.getDeclaringClass().getName() : null;
	}

	private static boolean hasOwnDetails(ListableBeanFactory beanFactory) {
		for (String name : beanFactory.getBeanNamesForType(StoreTierConnectionDetails.class, true, false)) {
			if (!FALLBACKS.contains(name)) {
				return true;
			}
		}
		return false;
	}

}
