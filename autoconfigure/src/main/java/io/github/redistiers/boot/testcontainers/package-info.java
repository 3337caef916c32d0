/**
 * Containers of Testcontainers as connection details of the tiers.
 * <p>
 * Called by: Spring Boot's Testcontainers support. Calls: Testcontainers. When a
 * container does not start: the start fails. Never: takes a container that is not marked.
 */
@NullMarked
package io.github.redistiers.boot.testcontainers;

import org.jspecify.annotations.NullMarked;
