package io.github.redistiers.autoconfigure.connection;

import io.github.redistiers.TierRole;
import io.github.redistiers.boot.TierAddresses;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Makes the application's own connection factories follow the rule that the store is the
 * only one to be injected without a qualifier. A class of its own, because it must have
 * run before the conditions of the tiers' own beans are asked.
 */
@Configuration(proxyBeanMethods = false)
@Import(OwnConnectionFactories.Registrar.class)
class OwnConnectionFactories {

	static class Registrar implements ImportBeanDefinitionRegistrar {

		private final TierAddresses addresses;

		Registrar(Environment environment, BeanFactory beanFactory) {
			this.addresses = new TierAddresses(environment, (ConfigurableListableBeanFactory) beanFactory);
		}

		@Override
		public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
			setDefaultCandidates(registry, TierRole.CACHE, false);
			setDefaultCandidates(registry, TierRole.STORE, true);
		}

		private void setDefaultCandidates(BeanDefinitionRegistry registry, TierRole role, boolean defaultCandidate) {
			for (String name : this.addresses.ownConnectionFactories(role)) {
				if (registry.containsBeanDefinition(name)
						&& registry.getBeanDefinition(name) instanceof AbstractBeanDefinition definition) {
					definition.setDefaultCandidate(defaultCandidate);
				}
			}
		}

	}

}
