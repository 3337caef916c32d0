/**
 * Counters on the store tier.
 * <p>
 * Called by: applications, through the interfaces they declare. Calls: connection. When
 * Redis is slow or gone: a call fails with a named exception. Never: applies an increment
 * twice.
 */
@NullMarked
package io.github.redistiers.store.counter;

import org.jspecify.annotations.NullMarked;
