package io.github.redistiers.autoconfigure.connection;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The store tier's connections.
 */
@ConfigurationProperties("redis-tiers.store")
class StoreTierProperties extends TierProperties {

}
