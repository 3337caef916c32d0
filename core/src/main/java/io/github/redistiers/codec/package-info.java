/**
 * Values to bytes and back.
 * <p>
 * Called by: cache, and later sessions and jobs. Calls: Jackson. When Redis is slow or
 * gone: nothing here notices. Never: loads a class that a stored value names.
 */
@NullMarked
package io.github.redistiers.codec;

import org.jspecify.annotations.NullMarked;
