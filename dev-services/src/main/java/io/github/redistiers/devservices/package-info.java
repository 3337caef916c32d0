/**
 * Real Redis servers as local processes, with the faults that tests need.
 * <p>
 * Called by: tests, and the auto-configuration during development. Calls: the operating
 * system and Lettuce. When a server cannot be started: an exception that says why. Never:
 * runs in production, or touches a process that it did not start.
 */
@NullMarked
package io.github.redistiers.devservices;

import org.jspecify.annotations.NullMarked;
