/**
 * Finds out when changes on the store's servers are on a disk or on replicas.
 * <p>
 * Called by: store. Calls: connection. When Redis is slow or gone: whoever waits hears
 * that it is not known. Never: knows what was changed.
 */
@NullMarked
package io.github.redistiers.store.durability;

import org.jspecify.annotations.NullMarked;
