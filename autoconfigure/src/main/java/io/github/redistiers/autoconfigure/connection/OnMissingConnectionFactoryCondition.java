package io.github.redistiers.autoconfigure.connection;

import java.util.List;

import io.github.redistiers.TierRole;
import io.github.redistiers.boot.TierAddresses;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.Assert;

/**
 * Spring Boot's condition on a missing bean knows no qualifiers; this one does.
 */
class OnMissingConnectionFactoryCondition extends SpringBootCondition implements ConfigurationCondition {

	@Override
	public ConfigurationPhase getConfigurationPhase() {
		return ConfigurationPhase.REGISTER_BEAN;
	}

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		TierRole role = metadata.getAnnotations()
			.get(ConditionalOnMissingConnectionFactory.class)
			.getEnum("value", TierRole.class);
		Assert.state(context.getBeanFactory() != null, "No bean factory to look for connection factories in");
		List<String> own = new TierAddresses(context.getEnvironment(), context.getBeanFactory())
			.ownConnectionFactories(role);
		ConditionMessage.Builder message = ConditionMessage.forCondition(ConditionalOnMissingConnectionFactory.class,
				role);
		return own.isEmpty() ? ConditionOutcome.match(message.didNotFind("own connection factory").atAll())
				: ConditionOutcome.noMatch(message.found("own connection factory").items(own));
	}

}
