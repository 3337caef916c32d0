package io.github.redistiers.boot;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * What every key of an application begins with.
 *
 * @since 0.1.0
 */
public final class KeyPrefix {

	private static final Log logger = LogFactory.getLog(KeyPrefix.class);

	private KeyPrefix() {
	}

	/**
	 * The prefix that is set, or the application's name with a colon.
	 * @param property the property that sets it, for the warning
	 * @param configured what is set; {@code null} for the default
	 * @param environment knows the application's name
	 * @return the prefix; empty, with a warning, when neither is there
	 */
	public static String of(String property, @Nullable String configured, Environment environment) {
		String prefix = orEmpty(configured, environment);
		if (configured == null && prefix.isEmpty()) {
			logger.warn(("Keys have no prefix, so two applications on one server would share them. "
					+ "Set spring.application.name or %s.")
				.formatted(property));
		}
		return prefix;
	}

	/**
	 * The same without a warning, which is given where most keys are made.
	 * @param configured what is set; {@code null} for the default
	 * @param environment knows the application's name
	 * @return the prefix; empty when neither is there
	 */
	public static String orEmpty(@Nullable String configured, Environment environment) {
		String application = environment.getProperty("spring.application.name");
		return (configured != null) ? configured : StringUtils.hasText(application) ? application + ":" : "";
	}

}
