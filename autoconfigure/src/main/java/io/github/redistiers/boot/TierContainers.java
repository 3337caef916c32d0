package io.github.redistiers.boot;

import java.util.Map;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.origin.Origin;
import org.springframework.util.StringUtils;

/**
 * What containers of Testcontainers and Docker Compose have in common: how they are
 * marked, and that none of them is two things at once.
 *
 * @since 0.1.0
 */
public final class TierContainers {

	/**
	 * The connection name of a cache tier's container.
	 */
	public static final String CACHE = "redis-tiers-cache";

	/**
	 * The connection name of a store tier's container.
	 */
	public static final String STORE = "redis-tiers-store";

	/**
	 * The port that a server listens on in its container.
	 */
	public static final int PORT = 6379;

	/**
	 * The label by which Spring Boot knows a Docker Compose service.
	 */
	public static final String LABEL = "org.springframework.boot.service-connection";

	private static final Log logger = LogFactory.getLog(TierContainers.class);

	private TierContainers() {
	}

	/**
	 * The password that a container's environment tells, under the names that images of
	 * Redis and Valkey use.
	 * @param environment the container's environment variables
	 * @return the password, or {@code null} if there is none
	 */
	public static @Nullable String password(Map<String, ? extends @Nullable String> environment) {
		return Stream.of("REDIS_PASSWORD", "VALKEY_PASSWORD")
			.map((name) -> (String) environment.get(name))
			.filter(StringUtils::hasLength)
			.findFirst()
			.orElse(null);
	}

	/**
	 * Refuses a container that is described as the cache tier and, by another mark or by
	 * Spring Boot's own connection details, as the store tier.
	 * @param store the store's details
	 * @param caches the cache's details, if there is a cache
	 * @throws InvalidTierContainerException if both are one container's
	 */
	public static void requireTwo(StoreTierConnectionDetails store, ObjectProvider<CacheTierConnectionDetails> caches) {
		Origin origin = Origin.from(store);
		if (origin != null && caches.stream().map(Origin::from).anyMatch(origin::equals)) {
			throw new InvalidTierContainerException(
					"One container would be both the cache tier and the store tier: %s.".formatted(origin),
					"Start one container for each tier and mark each once, with @CacheTierContainer or "
							+ "@StoreTierContainer. A RedisContainer that has @ServiceConnection(\"%s\") is the store "
								.formatted(CACHE)
							+ "too, since Spring Boot takes it for its own Redis; @CacheTierContainer keeps it apart.");
		}
	}

	/**
	 * Tells of containers that no tier uses: they are Spring Boot's own Redis, and the
	 * store is another container.
	 * @param store the store's details
	 * @param others Spring Boot's own
	 */
	public static void tellUnused(StoreTierConnectionDetails store, ObjectProvider<DataRedisConnectionDetails> others) {
		Origin used = Origin.from(store);
		if (used == null) {
			return;
		}
		others.stream()
			.map(Origin::from)
			.filter((origin) -> origin != null && !origin.equals(used))
			.forEach((origin) -> logger
				.warn(("No tier uses this container, since another one is marked as the store tier: %s. If it is the "
						+ "cache tier, mark it with @CacheTierContainer, in Docker Compose with the label %s: %s")
					.formatted(origin, LABEL, CACHE)));
	}

}
