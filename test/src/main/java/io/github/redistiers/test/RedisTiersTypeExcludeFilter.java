package io.github.redistiers.test;

import org.springframework.boot.test.context.filter.annotation.StandardAnnotationCustomizableTypeExcludeFilter;

/**
 * Leaves out what {@link RedisTiersTest} is not about.
 */
final class RedisTiersTypeExcludeFilter extends StandardAnnotationCustomizableTypeExcludeFilter<RedisTiersTest> {

	RedisTiersTypeExcludeFilter(Class<?> testClass) {
		super(testClass);
	}

}
