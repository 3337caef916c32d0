/**
 * Tells names under {@code redis-tiers} that exist from those that do not.
 * <p>
 * Called by: the auto-configuration. Calls: Spring Boot's property sources and this jar's
 * own configuration metadata. When Redis is slow or gone: nothing here notices. Never:
 * stops a start, or shows a value.
 */
@NullMarked
package io.github.redistiers.boot.properties;

import org.jspecify.annotations.NullMarked;
