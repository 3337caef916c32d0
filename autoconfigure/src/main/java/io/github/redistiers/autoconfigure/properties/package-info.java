/**
 * When the names of properties are checked.
 * <p>
 * Called by: Spring Boot. Calls: boot.properties. When Redis is slow or gone: nothing
 * here notices. Never: holds behaviour.
 */
@NullMarked
package io.github.redistiers.autoconfigure.properties;

import org.jspecify.annotations.NullMarked;
