package io.github.redistiers.autoconfigure.connection;

import io.github.redistiers.boot.TierBeanNames;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisProperties;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.core.type.MethodMetadata;
import org.springframework.util.ClassUtils;

/**
 * Auto-configuration that takes back what Spring Boot's own Redis auto-configuration has
 * just defined, where the application has no store: it would connect to
 * {@code localhost:6379}, which nobody asked for. It comes directly after that one, so
 * that reactive templates, repositories, sessions and health indicators see that there is
 * no connection and stay away by themselves. An import filter could not do it: whether
 * there is a store may depend on bean definitions, which are read after filters have run.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = DataRedisAutoConfiguration.class)
@AutoConfigureOrder(TierConnectionAutoConfiguration.ORDER)
@ConditionalOnBooleanProperty(name = "redis-tiers.enabled", matchIfMissing = true)
@ConditionalOnMissingBean(name = TierBeanNames.STORE)
@Import(BootRedisBackOffAutoConfiguration.Registrar.class)
public final class BootRedisBackOffAutoConfiguration {

	static class Registrar implements ImportBeanDefinitionRegistrar {

		private static final String PACKAGE = ClassUtils.getPackageName(DataRedisAutoConfiguration.class);

		@Override
		public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
			for (String name : registry.getBeanDefinitionNames()) {
				BeanDefinition definition = registry.getBeanDefinition(name);
				if (isOfSpringBoot(definition.getBeanClassName()) || isOfSpringBoot(declaringClass(definition))) {
					registry.removeBeanDefinition(name);
				}
			}
		}

		private static boolean isOfSpringBoot(@Nullable String className) {
			return className != null && ClassUtils.getPackageName(className).equals(PACKAGE)
					&& !className.equals(DataRedisProperties.class.getName());
		}

		private static @Nullable String declaringClass(BeanDefinition definition) {
			MethodMetadata method = (definition instanceof AnnotatedBeanDefinition annotated)
					? annotated.getFactoryMethodMetadata() : null;
			return (method != null) ? method.getDeclaringClassName() : null;
		}

	}

}
