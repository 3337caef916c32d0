/**
 * What the cache says in Spring Boot's words.
 * <p>
 * Called by: Spring Boot. Calls: core. When Redis is slow or gone: nothing here notices.
 * Never: holds behaviour of a tier.
 */
@NullMarked
package io.github.redistiers.boot.cache;

import org.jspecify.annotations.NullMarked;
