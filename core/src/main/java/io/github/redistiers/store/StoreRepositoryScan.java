package io.github.redistiers.store;

import java.util.Collection;

import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.env.Environment;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;

/**
 * Finds {@link StoreRepository} declarations in packages and registers a bean for each.
 *
 * @since 0.1.0
 */
public final class StoreRepositoryScan {

	private static final String NAME_ATTRIBUTE = StoreRepositoryScan.class.getName() + ".name";

	private final BeanDefinitionRegistry registry;

	private final Environment environment;

	/**
	 * A scan that registers what it finds.
	 * @param registry where the beans are registered
	 * @param environment decides about {@code @Profile} and {@code @Conditional}
	 */
	public StoreRepositoryScan(BeanDefinitionRegistry registry, Environment environment) {
		this.registry = registry;
		this.environment = environment;
	}

	/**
	 * Registers the declarations of some packages.
	 * @param packages the packages, each with those below it
	 * @throws InvalidDeclarationException if a declaration cannot work, or a name is
	 * taken
	 */
	public void register(Collection<String> packages) {
		Candidates candidates = new Candidates(this.environment);
		for (String name : packages) {
			for (BeanDefinition candidate : candidates.findCandidateComponents(name)) {
				register(StoreRepositoryDeclaration.of(load(candidate)));
			}
		}
	}

	private void register(StoreRepositoryDeclaration<?> declaration) {
		String beanName = declaration.type().getName();
		if (this.registry.containsBeanDefinition(beanName)) {
			return;
		}
		refuseTakenName(declaration);
		BeanDefinition definition = BeanDefinitionBuilder.rootBeanDefinition(StoreRepositoryFactoryBean.class)
			// by its name: code that is generated ahead of time may not see the interface
			.addConstructorArgValue(beanName)
			.getBeanDefinition();
		definition.setAttribute(FactoryBean.OBJECT_TYPE_ATTRIBUTE, declaration.type());
		definition.setAttribute(NAME_ATTRIBUTE, declaration.name().value());
		this.registry.registerBeanDefinition(beanName, definition);
	}

	private void refuseTakenName(StoreRepositoryDeclaration<?> declaration) {
		for (String beanName : this.registry.getBeanDefinitionNames()) {
			Object name = this.registry.getBeanDefinition(beanName).getAttribute(NAME_ATTRIBUTE);
			if (declaration.name().value().equals(name)) {
				throw new InvalidDeclarationException(
						"Two store repositories are named \"%s\": %s and %s.".formatted(name, beanName,
								declaration.type().getName()),
						"Give one of them another name in @StoreRepository; a renamed repository starts empty.");
			}
		}
	}

	private static Class<?> load(BeanDefinition candidate) {
		return ClassUtils.resolveClassName(String.valueOf(candidate.getBeanClassName()), null);
	}

	/**
	 * Unlike component scanning, this finds interfaces; classes too, to refuse them.
	 */
	private static final class Candidates extends ClassPathScanningCandidateComponentProvider {

		Candidates(Environment environment) {
			super(false);
			setEnvironment(environment);
			addIncludeFilter(new AnnotationTypeFilter(StoreRepository.class, false));
		}

		@Override
		protected boolean isCandidateComponent(AnnotatedBeanDefinition definition) {
			return definition.getMetadata().isIndependent();
		}

	}

}
