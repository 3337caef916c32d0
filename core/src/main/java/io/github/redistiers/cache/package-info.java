/**
 * Spring Cache on the cache tier.
 * <p>
 * Called by: Spring's cache interceptor and applications. Calls: connection, codec. When
 * Redis is slow or gone: a call misses and goes to the source. Never: touches the store.
 */
@NullMarked
package io.github.redistiers.cache;

import org.jspecify.annotations.NullMarked;
