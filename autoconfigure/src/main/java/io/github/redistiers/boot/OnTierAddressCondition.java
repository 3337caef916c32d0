package io.github.redistiers.boot;

import java.lang.annotation.Annotation;
import java.util.List;
import java.util.stream.Stream;

import io.github.redistiers.TierRole;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.Assert;

/**
 * Asks {@link TierAddresses} for the tiers that an annotation names.
 */
class OnTierAddressCondition extends SpringBootCondition implements ConfigurationCondition {

	@Override
	public ConfigurationPhase getConfigurationPhase() {
		return ConfigurationPhase.REGISTER_BEAN;
	}

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		List<TierRole> known = known(context, metadata, ConditionalOnTierAddress.class);
		ConditionMessage.Builder message = ConditionMessage.forCondition(ConditionalOnTierAddress.class);
		return known.isEmpty() ? ConditionOutcome.noMatch(message.didNotFind("address").atAll())
				: ConditionOutcome.match(message.found("address of").items(known));
	}

	static List<TierRole> known(ConditionContext context, AnnotatedTypeMetadata metadata,
			Class<? extends Annotation> annotation) {
		Assert.state(context.getBeanFactory() != null, "No bean factory to look for connection details in");
		TierAddresses addresses = new TierAddresses(context.getEnvironment(), context.getBeanFactory());
		TierRole[] roles = metadata.getAnnotations().get(annotation).getEnumArray("value", TierRole.class);
		return Stream.of(roles).filter(addresses::isKnown).toList();
	}

}
