/**
 * Test support for applications on Redis Tiers.
 * <p>
 * Called by: tests of applications. Calls: dev-services. When a server cannot be started:
 * the test fails. Never: skips a test.
 */
@NullMarked
package io.github.redistiers.test;

import org.jspecify.annotations.NullMarked;
