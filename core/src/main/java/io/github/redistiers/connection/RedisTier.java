package io.github.redistiers.connection;

import io.github.redistiers.TierRole;

import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * A named connection with a role.
 *
 * @param name the tier's name, as in its properties: {@code cache} or {@code store}
 * @param role what its servers are for
 * @param connectionFactory how it is reached
 * @since 0.1.0
 */
public record RedisTier(String name, TierRole role, RedisConnectionFactory connectionFactory) {

}
