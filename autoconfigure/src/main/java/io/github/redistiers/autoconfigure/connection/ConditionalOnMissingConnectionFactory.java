package io.github.redistiers.autoconfigure.connection;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.github.redistiers.TierRole;

import org.springframework.context.annotation.Conditional;

/**
 * Matches if the application has no connection factory of its own for a tier.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Conditional(OnMissingConnectionFactoryCondition.class)
@interface ConditionalOnMissingConnectionFactory {

	/**
	 * The tier's role.
	 * @return the role
	 */
	TierRole value();

}
