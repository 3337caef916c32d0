/**
 * Repositories on the store tier: how they are declared, found and made.
 * <p>
 * Called by: applications, through the interfaces they declare. Calls: connection,
 * script. When Redis is slow or gone: a call fails with a named exception. Never: touches
 * the cache.
 */
@NullMarked
package io.github.redistiers.store;

import org.jspecify.annotations.NullMarked;
