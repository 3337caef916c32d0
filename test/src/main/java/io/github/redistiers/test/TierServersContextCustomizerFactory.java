package io.github.redistiers.test;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.test.context.TestContextAnnotationUtils.AnnotationDescriptor;

/**
 * Looks for {@link AutoConfigureRedisTiers} on a test.
 */
class TierServersContextCustomizerFactory implements ContextCustomizerFactory {

	@Override
	public @Nullable ContextCustomizer createContextCustomizer(Class<?> testClass,
			List<ContextConfigurationAttributes> attributes) {
		AnnotationDescriptor<AutoConfigureRedisTiers> found = TestContextAnnotationUtils
			.findAnnotationDescriptor(testClass, AutoConfigureRedisTiers.class);
		return (found != null) ? new TierServersContextCustomizer(found.getAnnotation().cache()) : null;
	}

}
