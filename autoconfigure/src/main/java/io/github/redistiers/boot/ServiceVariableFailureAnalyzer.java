package io.github.redistiers.boot;

import java.util.Locale;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Says whose environment variable it is that looks like a tier's port. Kubernetes tells
 * each container of a service named {@code redis-tiers-cache} by
 * {@code REDIS_TIERS_CACHE_PORT=tcp://10.0.0.1:6379}, and Spring Boot takes that for
 * {@code redis-tiers.cache.port}.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class ServiceVariableFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("redis-tiers");

	private static final String SUFFIX = "_PORT";

	private static final Pattern ADDRESS = Pattern.compile("(tcp|udp|sctp)://[^/@]+:\\d+");

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
		ConfigurationProperty property = cause.getProperty();
		if (property == null || !PREFIX.isAncestorOf(property.getName())
				|| !(property.getOrigin() instanceof PropertySourceOrigin origin)
				|| !(origin.getPropertySource() instanceof SystemEnvironmentPropertySource)) {
			return null;
		}
		String variable = origin.getPropertyName();
		String value = String.valueOf(property.getValue());
		if (!variable.endsWith(SUFFIX) || !ADDRESS.matcher(value).matches()) {
			return null;
		}
		String service = variable.substring(0, variable.length() - SUFFIX.length())
			.toLowerCase(Locale.ROOT)
			.replace('_', '-');
		return new FailureAnalysis(
				"The environment variable %s is set to %s, and is taken for the property %s, which needs a number. Kubernetes sets it in every container of the namespace of a service named %s."
					.formatted(variable, value, property.getName(), service),
				"Give the service another name, such as %s, or set 'enableServiceLinks: false' in the pod's spec."
					.formatted(service.contains("store") ? "redis-store" : "redis-cache"),
				cause);
	}

}
