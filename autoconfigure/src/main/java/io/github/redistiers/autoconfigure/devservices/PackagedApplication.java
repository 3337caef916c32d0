package io.github.redistiers.autoconfigure.devservices;

import java.net.URL;
import java.security.CodeSource;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.util.ClassUtils;

/**
 * Tells an application that runs from a jar from one that runs from its class folders. A
 * build or an IDE starts the latter; what was packaged is meant to run elsewhere.
 */
final class PackagedApplication {

	private PackagedApplication() {
	}

	/**
	 * Whether one of the application's own main classes, or else this library as part of
	 * it, was loaded from a packaged application.
	 */
	static boolean contains(ConfigurableListableBeanFactory beanFactory) {
		if (isNested(location(PackagedApplication.class))) {
			return true;
		}
		for (String name : beanFactory.getBeanNamesForAnnotation(SpringBootConfiguration.class)) {
			Class<?> type = beanFactory.getType(name, false);
			if (type != null && isArchive(location(ClassUtils.getUserClass(type)))) {
				return true;
			}
		}
		return false;
	}

	static boolean isNested(@Nullable URL location) {
		String text = String.valueOf(location);
		return text.startsWith("jar:") || text.startsWith("nested:") || text.contains("/BOOT-INF/")
				|| text.contains("/WEB-INF/");
	}

	static boolean isArchive(@Nullable URL location) {
		String text = String.valueOf(location).toLowerCase(Locale.ROOT);
		return isNested(location) || text.endsWith(".jar") || text.endsWith(".war");
	}

	private static @Nullable URL location(Class<?> type) {
		CodeSource source = type.getProtectionDomain().getCodeSource();
		return (source != null) ? source.getLocation() : null;
	}

}
