package io.github.redistiers.autoconfigure.guard;

import java.util.Map;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Keeps Spring Session from changing the server at start-up (CONFIG SET), which most
 * users may not and which would be the first to stumble over a wrong password. What
 * indexed sessions need is a finding instead, {@code store.keyspace-events}.
 */
class SessionDefaults implements EnvironmentPostProcessor {

	private static final String PROPERTY = "spring.session.data.redis.configure-action";

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		if (environment.getProperty("redis-tiers.enabled", Boolean.class, true)) {
			environment.getPropertySources()
				.addLast(new MapPropertySource("redisTiersSessionDefaults", Map.of(PROPERTY, "none")));
		}
	}

}
