package io.github.redistiers.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.autoconfigure.OverrideAutoConfiguration;
import org.springframework.boot.test.context.filter.annotation.TypeExcludeFilters;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.core.annotation.AliasFor;
import org.springframework.test.context.BootstrapWith;
import org.springframework.test.context.TestExecutionListeners;
import org.springframework.test.context.TestExecutionListeners.MergeMode;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * A test of what an application has on the two tiers, and of nothing else: its store
 * repositories, {@code @RedisHash} repositories, caches and job listeners, on two real
 * servers. There is no web, and none of the application's components are found; name them
 * with {@code @Import} or {@link #includeFilters()}.
 * <p>
 * After each test both servers are as they were at first, whatever the test did to them:
 * running, empty and configured as the documentation says. Break them through
 * {@link TierServers}.
 * <p>
 * With {@code @RedisTiersTest(cache = FORGETS)} nothing is ever found in the cache: the
 * question "if it vanished now, would anything be lost?" as a test. Run the same test
 * class with both.
 *
 * @since 0.1.0
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@BootstrapWith(RedisTiersTestContextBootstrapper.class)
@ExtendWith(SpringExtension.class)
@OverrideAutoConfiguration(enabled = false)
@TypeExcludeFilters(RedisTiersTypeExcludeFilter.class)
@TestExecutionListeners(listeners = RestoringServersListener.class, mergeMode = MergeMode.MERGE_WITH_DEFAULTS)
@AutoConfigureRedisTiers
@ImportAutoConfiguration
public @interface RedisTiersTest {

	/**
	 * Whether the cache server remembers anything.
	 * @return what it remembers
	 */
	@AliasFor(annotation = AutoConfigureRedisTiers.class, attribute = "cache")
	CacheMemory cache() default CacheMemory.REMEMBERS;

	/**
	 * Properties that are added to the environment before the test runs.
	 * @return each as {@code name=value}
	 */
	String[] properties() default {};

	/**
	 * Whether what the slice leaves out by default is left out.
	 * @return {@code false} for all of the application's components
	 * @see #includeFilters()
	 * @see #excludeFilters()
	 */
	boolean useDefaultFilters() default true;

	/**
	 * Which of the application's components are there besides.
	 * @return the filters
	 */
	Filter[] includeFilters() default {};

	/**
	 * Which of the application's components are not there.
	 * @return the filters
	 */
	Filter[] excludeFilters() default {};

	/**
	 * Auto-configurations that this test goes without.
	 * @return their classes
	 */
	@AliasFor(annotation = ImportAutoConfiguration.class, attribute = "exclude")
	Class<?>[] excludeAutoConfiguration() default {};

}
