package io.github.redistiers.boot;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.github.redistiers.TierRole;

import org.springframework.context.annotation.Conditional;

/**
 * Matches if none of these tiers has an address. The opposite of
 * {@link ConditionalOnTierAddress @ConditionalOnTierAddress}.
 *
 * @since 0.1.0
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Conditional(OnMissingTierAddressCondition.class)
public @interface ConditionalOnMissingTierAddress {

	/**
	 * The roles of which none may have an address.
	 * @return the roles, by default all
	 */
	TierRole[] value() default { TierRole.CACHE, TierRole.STORE };

}
