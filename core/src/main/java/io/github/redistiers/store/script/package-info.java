/**
 * Scripts of the application's own on the store tier.
 * <p>
 * Called by: applications, through the interfaces they declare. Calls: script. When Redis
 * is slow or gone: a call fails with a named exception. Never: looks at what a script
 * does.
 */
@NullMarked
package io.github.redistiers.store.script;

import org.jspecify.annotations.NullMarked;
