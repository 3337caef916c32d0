package io.github.redistiers.store;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.context.annotation.Import;

/**
 * Finds repositories in packages beside the application's own, which are found without
 * it. An interface that is found twice is one repository.
 *
 * @since 0.1.0
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Import(EnableStoreRepositoriesRegistrar.class)
public @interface EnableStoreRepositories {

	/**
	 * The packages to look in, with those below them.
	 * @return package names; none means the annotated class's own package
	 */
	String[] basePackages() default {};

}
