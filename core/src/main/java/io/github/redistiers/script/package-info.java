/**
 * Runs Lua scripts that stand in files of their own.
 * <p>
 * Called by: cache, store. Calls: connection. When Redis is slow or gone: passes the
 * failure on. Never: knows what a script means.
 */
@NullMarked
package io.github.redistiers.script;

import org.jspecify.annotations.NullMarked;
