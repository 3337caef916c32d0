package io.github.redistiers.boot;

import io.github.redistiers.TierRole;

/**
 * The names of the beans by which other beans and conditions find the tiers.
 *
 * @since 0.1.0
 */
public final class TierBeanNames {

	/**
	 * The cache tier, a {@code RedisTier}.
	 */
	public static final String CACHE = "redisCacheTier";

	/**
	 * The store tier, a {@code RedisTier}.
	 */
	public static final String STORE = "redisStoreTier";

	/**
	 * The cache tier's connection factory.
	 */
	public static final String CACHE_CONNECTION_FACTORY = "redisCacheConnectionFactory";

	/**
	 * The store tier's connection factory. It has Spring Boot's own name: where an
	 * application has several, a parameter of that name still gets the store.
	 */
	public static final String STORE_CONNECTION_FACTORY = "redisConnectionFactory";

	private TierBeanNames() {
	}

	static String of(TierRole role) {
		return switch (role) {
			case CACHE -> CACHE;
			case STORE -> STORE;
		};
	}

}
