package io.github.redistiers.boot.properties;

import java.util.Optional;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Finds names under {@code redis-tiers} that mean nothing, and what was probably meant.
 *
 * @since 0.1.0
 */
public final class UnknownTierProperties {

	private static final Log logger = LogFactory.getLog(UnknownTierProperties.class);

	private final KnownTierProperties known = KnownTierProperties.ofThisJar();

	/**
	 * Logs one warning for each unknown name, with its origin and the nearest name that
	 * exists.
	 * @param environment where to look
	 */
	public void warnAbout(ConfigurableEnvironment environment) {
		if (this.known.isEmpty()) {
			return;
		}
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			if (source instanceof IterableConfigurationPropertySource iterable) {
				boolean variables = source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource;
				iterable.stream()
					.filter(UnknownTierProperties::isOurs)
					.filter((name) -> !this.known.contains(uniform(name), variables))
					.forEach((name) -> warn(source, name));
			}
		}
	}

	private void warn(ConfigurationPropertySource source, ConfigurationPropertyName name) {
		Optional<String> meant = this.known.nearestTo(uniform(name));
		ConfigurationProperty property = source.getConfigurationProperty(name);
		Origin origin = (property != null) ? property.getOrigin() : null;
		logger.warn("There is no property '%s'%s; it has no effect.%s".formatted(name,
				(origin != null) ? " (" + origin + ")" : "",
				meant.map((nearest) -> " Did you mean '" + nearest + "'?").orElse("")));
	}

	private static boolean isOurs(ConfigurationPropertyName name) {
		return name.getNumberOfElements() > 1 && KnownTierProperties.ROOT.equals(name.getElement(0, Form.UNIFORM));
	}

	private static String uniform(ConfigurationPropertyName name) {
		StringBuilder uniform = new StringBuilder();
		for (int i = 0; i < name.getNumberOfElements() && !name.isNumericIndex(i); i++) {
			uniform.append(uniform.isEmpty() ? "" : ".").append(name.getElement(i, Form.UNIFORM));
		}
		return uniform.toString();
	}

}
