/**
 * The few words that every part shares.
 * <p>
 * Called by: applications and every other package. Calls: nothing. When Redis is slow or
 * gone: nothing here notices. Never: holds behaviour.
 */
@NullMarked
package io.github.redistiers;

import org.jspecify.annotations.NullMarked;
