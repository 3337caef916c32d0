/**
 * What the guard refuses, in Spring Boot's words.
 * <p>
 * Called by: Spring Boot, when a start fails. Calls: core's guard. When Redis is slow or
 * gone: it says which tier, where, and what to do. Never: asks a server.
 */
@NullMarked
package io.github.redistiers.boot.guard;

import org.jspecify.annotations.NullMarked;
