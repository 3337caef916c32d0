package io.github.redistiers.autoconfigure.devservices;

import java.util.Arrays;

import io.github.redistiers.TierRole;
import io.github.redistiers.boot.TierAddresses;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.AotDetector;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.cloud.CloudPlatform;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.Assert;

/**
 * Matches where a server may be started without asking: no tier has an address, and
 * nothing says that this is more than somebody's machine. The property decides otherwise.
 */
class OnDevelopmentCondition extends SpringBootCondition implements ConfigurationCondition {

	static final String ENABLED = "redis-tiers.dev-services.enabled";

	// set by Spring Boot's build plugins while they process the application
	private static final String AOT_PROCESSING = "spring.aot.processing";

	@Override
	public ConfigurationPhase getConfigurationPhase() {
		return ConfigurationPhase.REGISTER_BEAN;
	}

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition("development servers");
		Environment environment = context.getEnvironment();
		Boolean enabled = environment.getProperty(ENABLED, Boolean.class);
		if (enabled != null) {
			return new ConditionOutcome(enabled, message.because(ENABLED + " is " + enabled));
		}
		ConfigurableListableBeanFactory beanFactory = context.getBeanFactory();
		Assert.state(beanFactory != null, "No bean factory to look for addresses in");
		String reason = reasonAgainst(environment, beanFactory);
		return (reason != null) ? ConditionOutcome.noMatch(message.because(reason))
				: ConditionOutcome.match(message.because("no tier has an address"));
	}

	private static @Nullable String reasonAgainst(Environment environment,
			ConfigurableListableBeanFactory beanFactory) {
		TierAddresses addresses = new TierAddresses(environment, beanFactory);
		if (Arrays.stream(TierRole.values()).anyMatch(addresses::isKnown)) {
			return "a tier has an address";
		}
		if (AotDetector.useGeneratedArtifacts() || Boolean.getBoolean(AOT_PROCESSING)) {
			return "the application is processed ahead of time";
		}
		CloudPlatform platform = CloudPlatform.getActive(environment);
		if (platform != null) {
			return "the application runs on " + platform;
		}
		return PackagedApplication.contains(beanFactory) ? "the application is packaged" : null;
	}

}
