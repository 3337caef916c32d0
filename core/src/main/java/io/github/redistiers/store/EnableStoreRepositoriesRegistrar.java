package io.github.redistiers.store;

import java.util.List;
import java.util.Map;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.util.ClassUtils;

/**
 * Reads {@link EnableStoreRepositories}.
 */
class EnableStoreRepositoriesRegistrar implements ImportBeanDefinitionRegistrar {

	private final Environment environment;

	EnableStoreRepositoriesRegistrar(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
		Map<String, ?> attributes = metadata.getAnnotationAttributes(EnableStoreRepositories.class.getName());
		String[] declared = (attributes != null) ? (String[]) attributes.get("basePackages") : null;
		List<String> packages = (declared != null && declared.length > 0) ? List.of(declared)
				: List.of(ClassUtils.getPackageName(metadata.getClassName()));
		new StoreRepositoryScan(registry, this.environment).register(packages);
	}

}
