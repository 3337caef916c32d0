package io.github.redistiers.store.workflow;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On an interface that extends {@link StateRepository}: which state may follow on which.
 *
 * <pre class="code">
 * &#064;StoreRepository("order-states")
 * &#064;Transitions(initial = "NEW", value = { "NEW -&gt; PAID", "PAID -&gt; SHIPPED", "NEW, PAID -&gt; CANCELLED" })
 * interface OrderStates extends StateRepository&lt;OrderState&gt; {
 * }
 * </pre>
 *
 * A table that names what is no constant of the enum, or leaves a constant unreachable
 * from the initial one, stops the start.
 *
 * @since 0.1.0
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Transitions {

	/**
	 * The state in which an entity starts.
	 * @return a constant's name
	 */
	String initial();

	/**
	 * What follows on what: names of constants, an arrow, names of constants; several are
	 * separated by commas. What no arrow leaves is an end.
	 * @return such as <code>NEW -&gt; PAID, CANCELLED</code>
	 */
	String[] value();

	/**
	 * How many changes of an entity are kept, the latest. The id of an event is
	 * remembered for as long as its change is kept, so this is also after how many
	 * further changes an event could be taken for a new one.
	 * @return from 1 to 1000
	 */
	int history() default 32;

}
