package io.github.redistiers.store.queue;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * When a job is tried again that has failed with certain exceptions: see
 * {@link RetryRule}. Each text may have placeholders.
 *
 * @since 0.1.0
 */
@Documented
@Target({})
@Retention(RetentionPolicy.RUNTIME)
public @interface JobRetry {

	/**
	 * Which exceptions; a subclass counts as well.
	 * @return all, if nothing is said
	 */
	Class<? extends Throwable>[] value() default Throwable.class;

	/**
	 * How often the job is tried at most.
	 * @return from 1 (which means not again) to 1000; empty for as often as the job says
	 */
	String attempts() default "";

	/**
	 * The interval after the first attempt.
	 * @return such as {@code 500ms}
	 */
	String backoff() default "1s";

	/**
	 * How much longer each further interval is.
	 * @return 1 or more
	 */
	String multiplier() default "2";

	/**
	 * The longest interval.
	 * @return such as {@code 10m}
	 */
	String maxBackoff() default "10m";

}
