/**
 * Services of Docker Compose as connection details of the tiers.
 * <p>
 * Called by: Spring Boot's Docker Compose support. Calls: nothing. When a service does
 * not run: its tier has no address. Never: takes a service without a label.
 */
@NullMarked
package io.github.redistiers.boot.compose;

import org.jspecify.annotations.NullMarked;
