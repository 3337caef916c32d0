package io.github.redistiers.boot;

import java.util.List;
import java.util.stream.Stream;

import io.github.redistiers.CacheTier;
import io.github.redistiers.StoreTier;
import io.github.redistiers.TierRole;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.core.env.Environment;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.util.StringUtils;

/**
 * Where an application says which servers its tiers have. It is asked while bean
 * definitions are read, before Spring Boot's own Redis auto-configuration.
 *
 * @since 0.1.0
 */
public final class TierAddresses {

	/**
	 * The prefix of Spring Boot's own Redis properties, the store's fallback.
	 */
	public static final String FALLBACK_PREFIX = "spring.data.redis";

	private static final List<String> TEXTS = List.of("url", "host", "port", "sentinel.master");

	private static final List<String> LISTS = List.of("sentinel.nodes", "cluster.nodes", "masterreplica.nodes");

	private final Environment environment;

	private final ConfigurableListableBeanFactory beanFactory;

	/**
	 * Creates a new instance.
	 * @param environment where properties are looked up
	 * @param beanFactory where connection details and the application's own connection
	 * factories are looked up, by definition: no bean is created
	 */
	public TierAddresses(Environment environment, ConfigurableListableBeanFactory beanFactory) {
		this.environment = environment;
		this.beanFactory = beanFactory;
	}

	/**
	 * Whether a tier has an address, from whatever source.
	 * @param role the tier's role
	 * @return {@code true} if there is one
	 */
	public boolean isKnown(TierRole role) {
		return switch (role) {
			case CACHE -> inProperties(this.environment, role) || hasBean(CacheTierConnectionDetails.class)
					|| !ownConnectionFactories(role).isEmpty();
			case STORE -> inProperties(this.environment, role) || hasBean(StoreTierConnectionDetails.class)
					|| !ownConnectionFactories(role).isEmpty() || hasBean(RedisConfiguration.class)
					|| hasBean(DataRedisConnectionDetails.class) || inFallbackProperties(this.environment);
		};
	}

	/**
	 * The application's own connection factories for a tier: those qualified
	 * {@link CacheTier @CacheTier} are the cache's, those qualified
	 * {@link StoreTier @StoreTier} and all that can be injected without a qualifier are
	 * the store's.
	 * @param role the tier's role
	 * @return their bean names
	 */
	public List<String> ownConnectionFactories(TierRole role) {
		return Stream.of(this.beanFactory.getBeanNamesForType(RedisConnectionFactory.class, true, false))
			.filter((name) -> (role == TierRole.CACHE) ? isCacheTier(this.beanFactory, name) : isStoreTier(name))
			.toList();
	}

	/**
	 * Whether a bean is qualified {@link CacheTier @CacheTier}.
	 * @param beanFactory the bean's factory
	 * @param name the bean's name
	 * @return {@code true} if it is
	 */
	public static boolean isCacheTier(ListableBeanFactory beanFactory, String name) {
		return beanFactory.findAnnotationOnBean(name, CacheTier.class, false) != null;
	}

	/**
	 * Whether a tier's own properties hold an address. A port alone is an attempt at one
	 * and counts: it is refused where the address is made, not passed over.
	 * @param environment where to look
	 * @param role the tier's role
	 * @return {@code true} if they do
	 */
	public static boolean inProperties(Environment environment, TierRole role) {
		return isSet(environment, prefix(role), TEXTS, LISTS);
	}

	/**
	 * Whether Spring Boot's own Redis properties hold an address. A port alone is one:
	 * Spring Boot completes it with {@code localhost}.
	 * @param environment where to look
	 * @return {@code true} if they do
	 */
	public static boolean inFallbackProperties(Environment environment) {
		return isSet(environment, FALLBACK_PREFIX, TEXTS, LISTS);
	}

	/**
	 * The full name of a property under which its value was given.
	 * @param environment where to look
	 * @param role the tier's role
	 * @param name the name without its prefix, such as {@code timeout}
	 * @return such as {@code redis-tiers.store.timeout}, or
	 * {@code spring.data.redis.timeout} if the store has its value from there
	 */
	public static String property(Environment environment, TierRole role, String name) {
		boolean fallback = role == TierRole.STORE && !inProperties(environment, role)
				&& !isSet(environment, prefix(role), List.of(name), List.of())
				&& isSet(environment, FALLBACK_PREFIX, List.of(name), List.of());
		return (fallback ? FALLBACK_PREFIX : prefix(role)) + "." + name;
	}

	/**
	 * The prefix of a tier's properties.
	 * @param role the tier's role
	 * @return such as {@code redis-tiers.cache}
	 */
	public static String prefix(TierRole role) {
		return switch (role) {
			case CACHE -> "redis-tiers.cache";
			case STORE -> "redis-tiers.store";
		};
	}

	private static boolean isSet(Environment environment, String prefix, List<String> texts, List<String> lists) {
		Binder binder = Binder.get(environment);
		return texts.stream()
			.anyMatch((name) -> StringUtils.hasText(binder.bind(prefix + "." + name, String.class).orElse("")))
				|| lists.stream()
					.anyMatch((name) -> !binder.bind(prefix + "." + name, Bindable.listOf(String.class))
						.orElse(List.of())
						.isEmpty());
	}

	private boolean hasBean(Class<?> type) {
		return this.beanFactory.getBeanNamesForType(type, true, false).length > 0;
	}

	private boolean isStoreTier(String name) {
		return !isCacheTier(this.beanFactory, name)
				&& (this.beanFactory.findAnnotationOnBean(name, StoreTier.class, false) != null
						|| isDefaultCandidate(name));
	}

	private boolean isDefaultCandidate(String name) {
		if (!this.beanFactory.containsBeanDefinition(name)) {
			return true;
		}
		BeanDefinition definition = this.beanFactory.getBeanDefinition(name);
		return definition.isAutowireCandidate()
				&& (!(definition instanceof AbstractBeanDefinition bean) || bean.isDefaultCandidate());
	}

}
