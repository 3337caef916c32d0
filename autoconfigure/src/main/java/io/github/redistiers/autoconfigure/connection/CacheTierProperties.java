package io.github.redistiers.autoconfigure.connection;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The cache tier's connections.
 */
@ConfigurationProperties("redis-tiers.cache")
class CacheTierProperties extends TierProperties {

}
