package io.github.redistiers.boot.aot;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import io.github.redistiers.TierRole;
import io.github.redistiers.boot.InvalidTierPropertyException;
import io.github.redistiers.boot.TierAddresses;
import io.github.redistiers.boot.TierBeanNames;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.env.Environment;

/**
 * Which beans there are was decided when the application was processed ahead of time. The
 * code that was generated asks here whether it runs under the same decisions: without a
 * word, a store that has lost its address would be looked for at {@code localhost}, and
 * one that has got an address would not be there.
 */
final class BuildTimeDecisions {

	/**
	 * The properties that decide which beans there are, with their defaults.
	 */
	private static final Map<String, String> DECIDING = Map.of("redis-tiers.enabled", "true",
			"redis-tiers.store.atomic-entities", "true", "redis-tiers.store.sessions.repository", "spring",
			"spring.cache.type", "redis");

	private static final String ONCE_MORE = "process the application ahead of time with what it has now";

	private BuildTimeDecisions() {
	}

	/**
	 * The deciding properties as they are.
	 */
	static Map<String, String> properties(Environment environment) {
		Map<String, String> properties = new TreeMap<>();
		DECIDING.keySet().forEach((name) -> properties.put(name, value(environment, name)));
		return properties;
	}

	/**
	 * Refuses to start where a property decides otherwise by now.
	 * @throws InvalidTierPropertyException if it does
	 */
	static void checkProperty(Environment environment, String name, String decided) {
		String now = value(environment, name);
		if (!now.equals(decided)) {
			throw new InvalidTierPropertyException(name,
					"%s is %s, but it was %s when the application was processed ahead of time, which decided about its beans."
						.formatted(name, now, decided),
					"Set %s to %s, or %s.".formatted(name, decided, ONCE_MORE));
		}
	}

	/**
	 * Refuses to start where a tier has got or lost its address.
	 * @throws InvalidTierPropertyException if it has
	 */
	static void checkTier(Environment environment, TierRole role, Presence decided) {
		String name = role.name().toLowerCase(Locale.ROOT);
		String url = TierAddresses.prefix(role) + ".url";
		boolean addressed = TierAddresses.inProperties(environment, role)
				|| (role == TierRole.STORE && TierAddresses.inFallbackProperties(environment));
		if (addressed && decided == Presence.ABSENT) {
			throw new InvalidTierPropertyException(url,
					"The %s tier has an address, but it had none when the application was processed ahead of time, so there is no %s tier."
						.formatted(name, name),
					"Take the address away, or %s; any %s will do there, since nothing connects.".formatted(ONCE_MORE,
							url));
		}
		if (!addressed && decided == Presence.BY_PROPERTIES) {
			throw new InvalidTierPropertyException(url,
					"The %s tier has no address, but it had one when the application was processed ahead of time."
						.formatted(name),
					"Set %s, or %s.".formatted(url, ONCE_MORE));
		}
	}

	private static String value(Environment environment, String name) {
		String value = environment.getProperty(name);
		return ((value != null) ? value : String.valueOf(DECIDING.get(name))).toLowerCase(Locale.ROOT);
	}

	/**
	 * Whether an application has a tier, and since what.
	 */
	enum Presence {

		/** It has none. */
		ABSENT,

		/** The tier's address is in properties. */
		BY_PROPERTIES,

		/** The tier's address, or its connection factory, is a bean. */
		BY_BEANS;

		static Presence of(TierRole role, BeanFactory beanFactory) {
			if (!beanFactory.containsBean((role == TierRole.CACHE) ? TierBeanNames.CACHE : TierBeanNames.STORE)) {
				return ABSENT;
			}
			return beanFactory.containsBean(role.name().toLowerCase(Locale.ROOT) + "TierConnectionDetails")
					? BY_PROPERTIES : BY_BEANS;
		}

	}

}
