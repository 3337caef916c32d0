package io.github.redistiers.store.ratelimit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says, on a declared {@link RateLimitRepository}, what it answers while the store fails
 * (each {@link io.github.redistiers.store.StoreFailure}). Without it such a call throws.
 *
 * <pre class="code">
 * &#064;StoreRepository("logins")
 * &#064;OnStoreFailure(Answer.LOCAL)
 * interface Logins extends RateLimitRepository {
 * }
 * </pre>
 * <p>
 * The log tells once per outage that the store failed, and how many calls were answered
 * without it when it answers again. {@link RateLimitRepository#reset} always throws.
 *
 * @since 0.1.0
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface OnStoreFailure {

	/**
	 * The answer.
	 * @return what the limiter answers while the store fails
	 */
	Answer value();

	/**
	 * Answers of a limiter whose store fails.
	 */
	enum Answer {

		/**
		 * None: the failure is thrown by its name.
		 */
		THROW,

		/**
		 * Everything is allowed: being reached matters more than the limit.
		 */
		ALLOW,

		/**
		 * Nothing is allowed: the limit protects what must not be overrun. To be tried
		 * again after a second.
		 */
		DENY,

		/**
		 * Each process keeps the same limits in its own memory, so that n processes
		 * together allow n times as much. They begin untouched; of more than 10,000
		 * subjects those are forgotten that were not used for longest.
		 */
		LOCAL

	}

}
