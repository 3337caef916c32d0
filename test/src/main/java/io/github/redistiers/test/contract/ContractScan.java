package io.github.redistiers.test.contract;

import java.util.List;

import org.springframework.beans.BeanUtils;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AssignableTypeFilter;
import org.springframework.util.ClassUtils;

/**
 * Finds contracts, so that none is forgotten.
 */
final class ContractScan {

	private ContractScan() {
	}

	/**
	 * Finds the contracts that stand in a test's package.
	 * @param test the test class
	 * @return at least one
	 */
	static List<StructureContract<?>> beside(Class<?> test) {
		ClassPathScanningCandidateComponentProvider scan = new ClassPathScanningCandidateComponentProvider(false);
		scan.addIncludeFilter(new AssignableTypeFilter(StructureContract.class));
		List<StructureContract<?>> found = scan.findCandidateComponents(test.getPackageName())
			.stream()
			.map(BeanDefinition::getBeanClassName)
			.sorted()
			.<StructureContract<?>>map((name) -> create(String.valueOf(name), test.getClassLoader()))
			.toList();
		if (found.isEmpty()) {
			throw new IllegalStateException("No class in the package " + test.getPackageName()
					+ " implements StructureContract. Put one there, or override contracts().");
		}
		return found;
	}

	private static StructureContract<?> create(String name, ClassLoader loader) {
		return (StructureContract<?>) BeanUtils.instantiateClass(ClassUtils.resolveClassName(name, loader));
	}

}
