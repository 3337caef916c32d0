/**
 * Flags on the store tier.
 * <p>
 * Called by: applications, through the interfaces they declare. Calls: connection,
 * script, tracking. When Redis is slow or gone: flags keep the values that were read
 * last; a process that has read none yet says so by a named exception. Never: resets a
 * flag to its default because a value is missing that was there.
 */
@NullMarked
package io.github.redistiers.store.flag;

import org.jspecify.annotations.NullMarked;
