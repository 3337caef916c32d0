package io.github.redistiers.guard;

import java.util.List;

import io.github.redistiers.connection.RedisTier;

/**
 * One tier while it is being judged.
 *
 * @param tier the tier
 * @param servers its servers that could be reached, at least one
 * @since 0.1.0
 */
public record InspectedTier(RedisTier tier, List<InspectedServer> servers) {

}
