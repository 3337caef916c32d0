package io.github.redistiers.store;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a repository on the store tier: an interface that extends one structure, such
 * as {@link io.github.redistiers.store.counter.CounterRepository}, and is injected by its
 * type.
 *
 * <pre class="code">
 * &#064;StoreRepository("page-views")
 * interface PageViews extends CounterRepository {
 * }
 * </pre>
 *
 * The interface may have default methods of its own. What is wrong with a declaration is
 * said when the application starts.
 *
 * @since 0.1.0
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface StoreRepository {

	/**
	 * The repository's name, which becomes a part of its keys. It is unique in the
	 * application, not blank, and has no braces, colons or white space.
	 * @return such as {@code page-views}
	 */
	String value();

	/**
	 * The group whose repositories share one hash tag, and so one slot and one node of a
	 * cluster: the price of changing them in one atomic step. Same characters as a name.
	 * @return the group, or an empty string for none
	 */
	String group() default "";

}
