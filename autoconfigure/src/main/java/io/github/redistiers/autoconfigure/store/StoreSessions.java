package io.github.redistiers.autoconfigure.store;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

import io.github.redistiers.boot.InvalidTierPropertyException;
import io.github.redistiers.store.session.SessionLayout;
import io.github.redistiers.store.session.SessionSettings;
import io.github.redistiers.store.session.SessionStructure;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.data.redis.serializer.RedisSerializer;
import org.springframework.session.DelegatingIndexResolver;
import org.springframework.session.FlushMode;
import org.springframework.session.IndexResolver;
import org.springframework.session.PrincipalNameIndexResolver;
import org.springframework.session.SaveMode;
import org.springframework.session.Session;
import org.springframework.session.SessionIdGenerator;
import org.springframework.session.UuidSessionIdGenerator;

/**
 * What the application has set for its sessions, by Spring Session's properties too.
 */
final class StoreSessions {

	private static final String SPRING = "spring.session.data.redis.";

	private StoreSessions() {
	}

	static SessionStructure structure(StoreSessionsProperties properties, ApplicationContext context,
			@Nullable RedisSerializer<Object> serializer, @Nullable IndexResolver<Session> principals,
			@Nullable SessionIdGenerator ids) {
		ClassLoader classLoader = context.getClassLoader();
		List<String> packages = new ArrayList<>(properties.allowedPackages());
		if (AutoConfigurationPackages.has(context)) {
			packages.addAll(AutoConfigurationPackages.get(context));
		}
		return new SessionStructure(settings(properties, context.getEnvironment()), packages, classLoader, context,
				(serializer != null) ? serializer : RedisSerializer.java(classLoader),
				(principals != null) ? principals
						: new DelegatingIndexResolver<>(List.of(new PrincipalNameIndexResolver<>())),
				(ids != null) ? ids : UuidSessionIdGenerator.getInstance());
	}

	static SessionSettings settings(StoreSessionsProperties properties, Environment environment) {
		check(properties.touchFraction() >= 0 && properties.touchFraction() <= 1, "touch-fraction",
				properties.touchFraction(), "it is a part of the timeout", "a number from 0 to 1");
		check(properties.sweepInterval().toMillis() >= 1, "sweep-interval",
				DurationStyle.SIMPLE.print(properties.sweepInterval()), "a sweep needs a pause", "1ms or more");
		String type = environment.getProperty(SPRING + "repository-type", "default");
		check(properties.layout() == SessionLayout.TIERS || type.equalsIgnoreCase("default"), "layout", "spring",
				SPRING + "repository-type is " + type + ", whose further keys are not written here",
				"tiers in an application that has no instances with the other repository any more");
		Binder binder = Binder.get(environment);
		return new SessionSettings(properties.layout(), environment.getProperty(SPRING + "namespace", "spring:session"),
				timeout(environment), properties.touchFraction(),
				binder.bind(SPRING + "save-mode", SaveMode.class).orElse(SaveMode.ON_SET_ATTRIBUTE),
				binder.bind(SPRING + "flush-mode", FlushMode.class).orElse(FlushMode.ON_SAVE));
	}

	/**
	 * As Spring Boot decides it; a number without a unit is seconds.
	 */
	private static Duration timeout(Environment environment) {
		String timeout = environment.getProperty("spring.session.timeout",
				environment.getProperty("server.servlet.session.timeout", "30m"));
		return DurationStyle.detectAndParse(timeout, ChronoUnit.SECONDS);
	}

	private static void check(boolean valid, String name, Object value, String reason, String allowed) {
		if (!valid) {
			String property = "redis-tiers.store.sessions." + name;
			throw new InvalidTierPropertyException(property, "%s is %s, but %s.".formatted(property, value, reason),
					"Set %s to %s.".formatted(property, allowed));
		}
	}

}
