package io.github.redistiers.boot.properties;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * Takes the list of known properties along into a native image.
 */
class TierPropertiesHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		hints.resources()
			.registerPattern(KnownTierProperties.METADATA)
			.registerPattern(KnownTierProperties.class.getName().replace('.', '/') + ".class");
	}

}
