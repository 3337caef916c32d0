package io.github.redistiers.boot.aot;

import java.util.EnumMap;
import java.util.Map;

import javax.lang.model.element.Modifier;

import io.github.redistiers.TierRole;
import io.github.redistiers.boot.aot.BuildTimeDecisions.Presence;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.generate.GeneratedMethod;
import org.springframework.aot.generate.GenerationContext;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotContribution;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotProcessor;
import org.springframework.beans.factory.aot.BeanFactoryInitializationCode;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.env.Environment;
import org.springframework.javapoet.MethodSpec;

/**
 * Writes {@link BuildTimeDecisions} down in the code that is generated, which checks them
 * when the application starts.
 */
class BuildTimeDecisionsProcessor implements BeanFactoryInitializationAotProcessor {

	@Override
	public @Nullable BeanFactoryInitializationAotContribution processAheadOfTime(
			ConfigurableListableBeanFactory beanFactory) {
		Map<TierRole, Presence> tiers = new EnumMap<>(TierRole.class);
		for (TierRole role : TierRole.values()) {
			tiers.put(role, Presence.of(role, beanFactory));
		}
		return new Contribution(tiers, BuildTimeDecisions.properties(beanFactory.getBean(Environment.class)));
	}

	private record Contribution(Map<TierRole, Presence> tiers,
			Map<String, String> properties) implements BeanFactoryInitializationAotContribution {

		@Override
		public void applyTo(GenerationContext context, BeanFactoryInitializationCode code) {
			GeneratedMethod method = context.getGeneratedClasses()
				.addForFeatureComponent("Check", BuildTimeDecisions.class, (type) -> type.addModifiers(Modifier.PUBLIC))
				.getMethods()
				.add("checkDecisions", this::write);
			code.addInitializer(method.toMethodReference());
		}

		private void write(MethodSpec.Builder method) {
			method.addJavadoc("Refuse to start under other decisions than those of the build.")
				.addModifiers(Modifier.PUBLIC, Modifier.STATIC)
				.addParameter(Environment.class, "environment");
			this.properties.forEach((name, value) -> method.addStatement("$T.checkProperty(environment, $S, $S)",
					BuildTimeDecisions.class, name, value));
			if (Boolean.parseBoolean(this.properties.get("redis-tiers.enabled"))) {
				this.tiers.forEach((role, presence) -> method.addStatement("$T.checkTier(environment, $T.$L, $T.$L)",
						BuildTimeDecisions.class, TierRole.class, role, Presence.class, presence));
			}
		}

	}

}
