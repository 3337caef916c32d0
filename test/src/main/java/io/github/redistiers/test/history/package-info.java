/**
 * Recorded histories of concurrent calls, and whether they are linearizable.
 * <p>
 * Called by: tests. Calls: nothing but what a failure of the store says of itself. When
 * Redis is slow or gone: a call whose outcome is unknown may have happened at any time
 * since it was made, or never. Never: touches a server.
 */
@NullMarked
package io.github.redistiers.test.history;

import org.jspecify.annotations.NullMarked;
