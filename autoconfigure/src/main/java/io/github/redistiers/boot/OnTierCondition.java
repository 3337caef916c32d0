package io.github.redistiers.boot;

import io.github.redistiers.TierRole;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Looks for the bean that the connections' auto-configuration defines for a tier.
 */
class OnTierCondition extends SpringBootCondition implements ConfigurationCondition {

	@Override
	public ConfigurationPhase getConfigurationPhase() {
		return ConfigurationPhase.REGISTER_BEAN;
	}

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		TierRole role = metadata.getAnnotations().get(ConditionalOnTier.class).getEnum("value", TierRole.class);
		ConditionMessage.Builder message = ConditionMessage.forCondition(ConditionalOnTier.class, role);
		String bean = TierBeanNames.of(role);
		return context.getRegistry().containsBeanDefinition(bean)
				? ConditionOutcome.match(message.found("tier").items(bean))
				: ConditionOutcome.noMatch(message.didNotFind("tier").items(bean));
	}

}
