package io.github.redistiers.boot;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.github.redistiers.TierRole;

import org.springframework.context.annotation.Conditional;

/**
 * Matches if at least one of these tiers has an address: from its properties, from
 * connection details or from a connection factory of the application's own.
 *
 * @since 0.1.0
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Conditional(OnTierAddressCondition.class)
public @interface ConditionalOnTierAddress {

	/**
	 * The roles of which one must have an address.
	 * @return the roles, by default all
	 */
	TierRole[] value() default { TierRole.CACHE, TierRole.STORE };

}
