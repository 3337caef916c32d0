/**
 * What speaks Spring Boot's own languages: connection details, failure analyses, health.
 * <p>
 * Called by: Spring Boot. Calls: core. When Redis is slow or gone: it says so in Boot's
 * words. Never: holds behaviour of a tier.
 */
@NullMarked
package io.github.redistiers.boot;

import org.jspecify.annotations.NullMarked;
