/**
 * Containers as the tiers' servers, with a Docker engine. The tests are in the group
 * {@code containers}, which the build's profile {@code containers} runs.
 * <p>
 * Called by: JUnit. Calls: Testcontainers, Docker Compose. When there is no engine: the
 * tests fail. Never: skips a test.
 */
@NullMarked
package io.github.redistiers.test.container;

import org.jspecify.annotations.NullMarked;
