package io.github.redistiers.boot;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.github.redistiers.TierRole;

import org.springframework.context.annotation.Conditional;

/**
 * Matches if the application has a tier of this role. To be used on auto-configurations
 * that come after {@code TierConnectionAutoConfiguration}, which decides it.
 *
 * @since 0.1.0
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Conditional(OnTierCondition.class)
public @interface ConditionalOnTier {

	/**
	 * The role that a tier must have.
	 * @return the role
	 */
	TierRole value();

}
