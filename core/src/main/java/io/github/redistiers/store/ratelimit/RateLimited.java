package io.github.redistiers.store.ratelimit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.github.redistiers.store.InvalidDeclarationException;

import org.springframework.aot.hint.annotation.Reflective;

/**
 * Limits the calls of a bean's method. A call that the limit does not allow is not made
 * and throws a {@link RateLimitExceededException}.
 *
 * <pre class="code">
 * &#064;RateLimited(by = Logins.class, limits = "5/1m", subject = "#user")
 * void login(String user, String password) {
 * </pre>
 * <p>
 * As with every annotation that a Spring proxy sees, a call from within the same bean is
 * not limited. The limit is checked on the calling thread, before caching and
 * transactions. What happens while the store fails is declared on the repository.
 * <p>
 * A declaration that cannot work - a limit, an expression, a constant cost that never
 * fits, a method that no proxy sees, a repository that is not there - fails the start of
 * the application with an {@link InvalidDeclarationException}, or the making of the bean
 * where it is made later. What only a call can tell, such as a subject that is
 * {@code null}, throws an {@link IllegalArgumentException}.
 *
 * @since 0.1.0
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Reflective
public @interface RateLimited {

	/**
	 * Where the limits are kept.
	 * @return a declared repository, of which there is one bean
	 */
	Class<? extends RateLimitRepository> by();

	/**
	 * The limits, as {@link RateLimit#parse} reads them; placeholders are resolved.
	 * @return such as {@code 5/1m}, <code>${shop.logins:5/1m}</code> or
	 * {@code 100/1s burst 10}
	 */
	String[] limits();

	/**
	 * Who or what is limited, as a SpEL expression over the method's parameters
	 * ({@code #user}, {@code #a0}), its bean ({@code #root}) and others
	 * ({@code @currentUser.id}).
	 * @return an expression that gives a text that is not blank; an empty one limits the
	 * method for all callers together
	 */
	String subject() default "";

	/**
	 * What a call costs, as a SpEL expression like {@link #subject()}.
	 * @return an expression that gives a number of permits; by default 1
	 */
	String cost() default "1";

}
