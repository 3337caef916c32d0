package io.github.redistiers.boot;

import java.util.List;

import io.github.redistiers.TierRole;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * The opposite of {@link OnTierAddressCondition}.
 */
class OnMissingTierAddressCondition extends SpringBootCondition implements ConfigurationCondition {

	@Override
	public ConfigurationPhase getConfigurationPhase() {
		return ConfigurationPhase.REGISTER_BEAN;
	}

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		List<TierRole> known = OnTierAddressCondition.known(context, metadata, ConditionalOnMissingTierAddress.class);
		ConditionMessage.Builder message = ConditionMessage.forCondition(ConditionalOnMissingTierAddress.class);
		return known.isEmpty() ? ConditionOutcome.match(message.didNotFind("address").atAll())
				: ConditionOutcome.noMatch(message.found("address of").items(known));
	}

}
