/**
 * A tier's settings become a Lettuce connection factory with its role's defaults.
 * <p>
 * Called by: cache, store, guard and the auto-configuration. Calls: Spring Data Redis and
 * Lettuce. When Redis is slow or gone: calls are refused within the tier's time limit and
 * nothing is queued. Never: sends a command twice, or assumes how many tiers there are.
 */
@NullMarked
package io.github.redistiers.connection;

import org.jspecify.annotations.NullMarked;
