package io.github.redistiers.boot;

/**
 * Where the store tier's servers are and how to authenticate.
 *
 * @since 0.1.0
 */
public interface StoreTierConnectionDetails extends TierConnectionDetails {

}
