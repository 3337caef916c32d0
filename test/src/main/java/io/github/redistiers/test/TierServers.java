package io.github.redistiers.test;

import io.github.redistiers.devservices.RedisServer;

/**
 * The servers of a test's two tiers, to be broken by the test: inject it.
 *
 * <pre class="code">
 * servers.store().fillToMaxmemory(); // refuses writes
 * servers.store().refuseWrites(); // and answers reads
 * servers.store().pause(); // connections stay open, and nothing answers
 * servers.cache().kill(); // gone at once
 * </pre>
 *
 * @param cache the cache tier's server
 * @param store the store tier's server
 * @since 0.1.0
 */
public record TierServers(RedisServer cache, RedisServer store) {

}
