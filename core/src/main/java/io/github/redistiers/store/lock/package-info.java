/**
 * Locks with fencing tokens on the store tier.
 * <p>
 * Called by: applications, through the interfaces they declare. Calls: connection,
 * script. When Redis is slow or gone: a call fails with a named exception, and a lock
 * that is held counts as lost when its lease may be over. Never: asks the application's
 * clock what time it is, or takes a lock from who holds it.
 */
@NullMarked
package io.github.redistiers.store.lock;

import org.jspecify.annotations.NullMarked;
