package io.github.redistiers.boot.properties;

import org.junit.jupiter.api.Test;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.beans.factory.aot.AotServices;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TierPropertiesHints}.
 */
class TierPropertiesHintsTests {

	@Test
	void takeTheKnownPropertiesAlong() {
		RuntimeHints hints = new RuntimeHints();
		AotServices.factories()
			.load(RuntimeHintsRegistrar.class)
			.stream()
			.filter(TierPropertiesHints.class::isInstance)
			.forEach((registrar) -> registrar.registerHints(hints, getClass().getClassLoader()));
		assertThat(RuntimeHintsPredicates.resource().forResource(KnownTierProperties.METADATA)).accepts(hints);
		assertThat(RuntimeHintsPredicates.resource()
			.forResource("io/github/redistiers/boot/properties/KnownTierProperties.class")).accepts(hints);
	}

}
