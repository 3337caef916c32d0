/**
 * Changes of keys, as the server tells them: CLIENT TRACKING with RESP3's pushes.
 * <p>
 * Called by: cache, store. Calls: connection. When Redis is slow or gone: says that
 * changes may be missed, and goes on when the server is back. Never: serves or keeps a
 * value.
 */
@NullMarked
package io.github.redistiers.tracking;

import org.jspecify.annotations.NullMarked;
